using System.Globalization;
using Flow.Cli.Demo.Network;
using Flow.Cli.Quantities;
using Spectre.Console;

namespace Flow.Cli.Demo.Report;

/// <summary>The hops of both hosts, one a row.</summary>
internal static class HopTable
{
    public static Table Of(IEnumerable<HopRow> hops)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in new[] { "host", "path", "hop", "from -> to" }) table.AddColumn(name);
        foreach (var name in new[] { "holds", "peak", "items", "per batch", "blocked", "starved" })
            table.AddColumn(name, column => column.RightAligned());
        foreach (var hop in hops) table.AddRow(Cells(hop).Select(cell => new Text(cell)));
        return table;
    }

    private static IEnumerable<string> Cells(HopRow hop) =>
    [
        hop.Host,
        hop.Path,
        hop.Name,
        $"{hop.From} -> {hop.To}",
        $"{Amount(hop, hop.Occupancy)} / {Amount(hop, hop.Capacity)}",
        Amount(hop, hop.Peak),
        hop.Items.ToString("N0", CultureInfo.InvariantCulture),
        hop.Batches == 0 ? "" : ((double)hop.Items / hop.Batches).ToString("N1", CultureInfo.InvariantCulture),
        Duration.Write(TimeSpan.FromSeconds(hop.BlockedSeconds)),
        Duration.Write(TimeSpan.FromSeconds(hop.StarvedSeconds)),
    ];

    private static string Amount(HopRow hop, long amount) =>
        hop.Unit == "bytes" ? ByteSize.Write(amount) : amount.ToString("N0", CultureInfo.InvariantCulture);
}
