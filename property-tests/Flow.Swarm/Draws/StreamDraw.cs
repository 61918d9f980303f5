namespace Flow.Swarm.Draws;

/// <summary>What goes one way on a connection, and how its writer and its reader behave.</summary>
internal sealed record StreamDraw
{
    public required int Bytes { get; init; }

    /// <summary>How much the writer writes at once.</summary>
    public required int Write { get; init; }

    /// <summary>How much the reader asks for at once.</summary>
    public required int Read { get; init; }

    /// <summary>After how many bytes the writer rests once, and for how long.</summary>
    public required (int After, TimeSpan For) Rest { get; init; }

    /// <summary>After how many bytes the reader stops reading once, and for how long.</summary>
    public required (int After, TimeSpan For) Stall { get; init; }

    public required ulong Seed { get; init; }

    public static StreamDraw Draw(Dice dice, int bytes, bool stalls, Spell spell) => new()
    {
        Bytes = bytes,
        Write = dice.Size(512, 1 << 16),
        Read = dice.Size(512, 1 << 16),
        Rest = (dice.Below(bytes + 1), dice.OneIn(3) ? dice.Between(TimeSpan.Zero, spell.Lasting / 2) : TimeSpan.Zero),
        Stall = (dice.Below(bytes + 1), stalls ? dice.Between(TimeSpan.FromMilliseconds(50), spell.Lasting) : TimeSpan.Zero),
        Seed = dice.Next(),
    };

    public override string ToString() => FormattableString.Invariant(
        $"{Bytes} bytes in {Write}, read in {Read}, writer rests {Rest.For.TotalSeconds} s after {Rest.After}, reader stalls {Stall.For.TotalSeconds} s after {Stall.After}");
}
