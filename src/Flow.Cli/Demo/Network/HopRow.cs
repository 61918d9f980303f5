using System.Text.Json.Serialization;

namespace Flow.Cli.Demo.Network;

/// <summary>What one hop of one host has counted.</summary>
/// <param name="Host"><c>a</c> or <c>b</c>.</param>
/// <param name="Path"><c>receive</c> or <c>send</c>.</param>
/// <param name="Name">The hop's name.</param>
/// <param name="From">The stage that writes it, or <c>wire</c>, or <c>app</c>.</param>
/// <param name="To">The stage that reads it, or <c>wire</c>, or <c>app</c>.</param>
/// <param name="Unit">What its bound is in: <c>items</c> or <c>bytes</c>.</param>
/// <param name="Capacity">Its bound.</param>
/// <param name="Occupancy">What it holds.</param>
/// <param name="Peak">The most it held.</param>
/// <param name="Items">Items that went in.</param>
/// <param name="Batches">How many times its reader found something new.</param>
/// <param name="Dropped">Items it let fall.</param>
/// <param name="BlockedSeconds">How long its writer waited for room.</param>
/// <param name="StarvedSeconds">How long its reader waited for items.</param>
internal sealed record HopRow(
    string Host,
    string Path,
    string Name,
    string From,
    string To,
    string Unit,
    long Capacity,
    [property: JsonIgnore] long Occupancy,
    long Peak,
    long Items,
    long Batches,
    long Dropped,
    double BlockedSeconds,
    double StarvedSeconds);
