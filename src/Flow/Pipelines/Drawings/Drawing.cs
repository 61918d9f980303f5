namespace Flow;

/// <summary>What is drawn of a blueprint or of a run: stages by path, and the hops that join them.</summary>
internal sealed record Drawing(IReadOnlyList<DrawnStage> Stages, IReadOnlyList<DrawnHop> Hops)
{
    public static Drawing Of(Outline outline) => new(
        [.. outline.Stages.Select(path => new DrawnStage(path, []))],
        [.. outline.Hops.Select(hop => new DrawnHop(hop.From, hop.To, [hop.HasOwnName ? $"{LastOf(hop.Name)} {hop.Capacity}" : $"{hop.Capacity}"]))]);

    public static Drawing Of(RunSnapshot snapshot) => new(
        [.. snapshot.Stages.Select(stage => new DrawnStage(stage.Path, [stage.Condition]))],
        [.. snapshot.Hops.Select(hop => new DrawnHop(hop.From, hop.To, [.. LinesOf(hop)]))]);

    public static string LastOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static IEnumerable<string> LinesOf(HopSnapshot hop)
    {
        var reading = hop.Reading;
        var isDefault = hop is { From: { } from, To: { } to } && HopName.Between(from, to) == reading.Name;
        var held = FormattableString.Invariant($"{reading.Occupancy:N0}/{reading.Capacity:N0}");
        yield return isDefault ? held : $"{LastOf(reading.Name)} {held}";
        yield return FormattableString.Invariant($"{reading.Items:N0} items");
        if (reading.Blocked > TimeSpan.Zero) yield return $"blocked {Bottleneck.Format(reading.Blocked)}";
        if (reading.Starved > TimeSpan.Zero) yield return $"starved {Bottleneck.Format(reading.Starved)}";
    }
}

/// <summary>A stage, and what is said of it.</summary>
internal sealed record DrawnStage(string Path, IReadOnlyList<string> Notes)
{
    public IEnumerable<string> Label => Notes.Prepend(Drawing.LastOf(Path));
}

/// <summary>A hop between two stages, or to or from what lies outside, and what is said of it.</summary>
internal sealed record DrawnHop(string? From, string? To, IReadOnlyList<string> Label);
