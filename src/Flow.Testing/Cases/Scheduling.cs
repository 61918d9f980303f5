using System.Globalization;

namespace Flow.Testing;

/// <summary>What decides the interleaving of a case: its part that is drawn, and shrunk, apart from all others.</summary>
/// <remarks>
/// It prints as one of <c>random 17</c>, <c>pct 17 3</c> (at most three preemptions), <c>round robin</c>, or the schedule to repeat,
/// <c>plain</c> or <c>17:1/2 53:2/3</c>; followed by <c>inside hops</c> where that is decided too. <see cref="Parse"/> reads that back.
/// </remarks>
public sealed record Scheduling
{
    private const string Inside = " inside hops";

    private Scheduling(SchedulingKind kind, int seed)
    {
        Kind = kind;
        Seed = seed;
    }

    /// <summary>Nobody is interrupted, and who became ready first goes first.</summary>
    public static Scheduling Plain { get; } = Replay(Schedule.Plain);

    /// <summary>How the next is chosen.</summary>
    public SchedulingKind Kind { get; }

    /// <summary>Draws what is drawn; on threads, where whoever moves is held up.</summary>
    public int Seed { get; }

    /// <summary>Whether what happens inside hops is interleaved too, at each shared access.</summary>
    public bool InsideHops { get; init; }

    private int Preemptions { get; init; }

    private Schedule Schedule { get; init; } = Schedule.Plain;

    // What was recorded can be followed to the letter; what was left out of it, only in part.
    private bool IsExact { get; init; }

    /// <summary>Any of those that can run.</summary>
    public static Scheduling Random(int seed) => new(SchedulingKind.Random, seed);

    /// <summary>The plain order, but for so many decisions at most.</summary>
    public static Scheduling Pct(int seed, int preemptions) => new(SchedulingKind.Pct, seed) { Preemptions = preemptions };

    /// <summary>Each in its turn.</summary>
    public static Scheduling RoundRobin(int seed = 0) => new(SchedulingKind.RoundRobin, seed);

    /// <summary>What was recorded, as far as it fits.</summary>
    public static Scheduling Replay(Schedule schedule) => new(SchedulingKind.Replay, 0) { Schedule = schedule };

    /// <summary>Reads what <see cref="ToString"/> has printed; a schedule is then repeated exactly, or the repetition says where it differs.</summary>
    /// <exception cref="FormatException">It is no scheduling.</exception>
    public static Scheduling Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isInside = text.EndsWith(Inside, StringComparison.Ordinal);
        var rest = isInside ? text[..^Inside.Length] : text;
        return ParseOutside(rest) with { InsideHops = isInside };
    }

    /// <summary>What takes the decisions of one simulation.</summary>
    public SchedulePolicy Policy() => Kind switch
    {
        SchedulingKind.Random => SchedulePolicy.Random(Seed),
        SchedulingKind.Pct => SchedulePolicy.Pct(Seed, Preemptions),
        SchedulingKind.RoundRobin => SchedulePolicy.RoundRobin(),
        _ => SchedulePolicy.Replay(Schedule, IsExact),
    };

    /// <inheritdoc/>
    public override string ToString() => (Kind switch
    {
        SchedulingKind.Random => string.Create(CultureInfo.InvariantCulture, $"random {Seed}"),
        SchedulingKind.Pct => string.Create(CultureInfo.InvariantCulture, $"pct {Seed} {Preemptions}"),
        SchedulingKind.RoundRobin => string.Create(CultureInfo.InvariantCulture, $"round robin {Seed}"),
        _ => Schedule.ToString(),
    }) + (InsideHops ? Inside : "");

    private static Scheduling ParseOutside(string text) => text.Split(' ') switch
    {
        ["random", var seed] => Random(Number(seed)),
        ["pct", var seed, var preemptions] => Pct(Number(seed), Number(preemptions)),
        ["round", "robin", var seed] => RoundRobin(Number(seed)),
        _ => Replay(Schedule.Parse(text)) with { IsExact = true },
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
