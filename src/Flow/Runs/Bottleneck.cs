namespace Flow;

/// <summary>The stage the others wait for.</summary>
/// <param name="Stage">Its path.</param>
/// <param name="Blocked">How long writers waited for room in its input; none for a source.</param>
/// <param name="Starved">How long readers waited for its output, all of them where it has several; none for a sink.</param>
public sealed record Bottleneck(string Stage, TimeSpan? Blocked, TimeSpan? Starved)
{
    // Before the slow stage hops are full, after it they are empty; only it has a full one before and an empty one after it.
    private TimeSpan WaitedFor => Min(Blocked ?? TimeSpan.MaxValue, Starved ?? TimeSpan.MaxValue);

    /// <summary>Says it in a sentence.</summary>
    public override string ToString() => (Blocked, Starved) switch
    {
        ({ } blocked, { } starved) => $"{Stage} is the bottleneck: its input was full for {Format(blocked)} and its output empty for {Format(starved)}.",
        ({ } blocked, null) => $"{Stage} is the bottleneck: its input was full for {Format(blocked)}.",
        (null, { } starved) => $"{Stage} is the bottleneck: its output was empty for {Format(starved)}.",
        _ => Stage,
    };

    internal static Bottleneck? Of(IReadOnlyList<HopSnapshot> hops)
    {
        var stages = hops.SelectMany(hop => new[] { hop.From, hop.To }).OfType<string>().Distinct();
        return stages
            .Select(stage => new Bottleneck(
                stage,
                hops.Where(hop => hop.To == stage).Max(hop => (TimeSpan?)hop.Reading.Blocked),
                // Of several outputs one that is full is empty for nobody: who reads it is what is slow.
                hops.Where(hop => hop.From == stage).Min(hop => (TimeSpan?)hop.Reading.Starved)))
            .Where(stage => stage.WaitedFor > TimeSpan.Zero)
            .MaxBy(stage => stage.WaitedFor);
    }

    internal static string Format(TimeSpan time) => time switch
    {
        { TotalSeconds: >= 1 } => FormattableString.Invariant($"{time.TotalSeconds:0.0} s"),
        { TotalMilliseconds: >= 1 } => FormattableString.Invariant($"{time.TotalMilliseconds:0.0} ms"),
        _ => FormattableString.Invariant($"{time.TotalMicroseconds:0} us"),
    };

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
