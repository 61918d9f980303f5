namespace Flow.Soak.Tokens;

/// <summary>
/// An item that knows whether it is alive. It is used again and again, but never twice in a run: whoever ends it a second time, or uses it
/// after its end, is found out.
/// </summary>
internal sealed class Token(TokenSlab slab) : IDisposable
{
    private const int Free = 0;
    private const int Live = 1;
    private const int Ended = 2;

    private Ledger? _ledger;
    private int _state;
    private Fate _fate;

    /// <summary>Where it came from, and which branches it went through: tokens of a lane keep their order.</summary>
    public long Lane { get; private set; }

    /// <summary>Its place among those of its source.</summary>
    public int Sequence { get; private set; }

    public int Weight { get; private set; }

    /// <summary>Who was given it last.</summary>
    public string LastSeen { get; private set; } = "";

    /// <summary>Whether nothing it went through was free to reorder it.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>Whether the stage that disposes it next is meant to.</summary>
    public bool IsUnwanted { get; set; }

    public void Begin(Ledger ledger, long lane, int sequence)
    {
        if (_state != Free) slab.Misuse($"A token was handed out in the state {_state}.");
        (_ledger, Lane, Sequence, Weight) = (ledger, lane, sequence, Mix.Of(sequence, 7) % 40);
        (IsOrdered, IsUnwanted, LastSeen) = (true, false, "its source");
        Volatile.Write(ref _state, Live);
    }

    /// <summary>From here on it keeps its order among those of its lane that came here.</summary>
    public void ChangeLane(int branch) => Lane = Mix.Of(Lane, branch) + ((long)branch << 32);

    /// <summary>Whoever is given a token says so; nobody is given one that has ended, or that is another run's.</summary>
    public void Use(Ledger ledger, string where)
    {
        LastSeen = where;
        if (Volatile.Read(ref _state) != Live || _ledger != ledger)
            ledger.Break($"Token {Sequence} of lane {Lane} was used after its end, in '{where}'.");
    }

    public void End(Fate fate)
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Live) == Live)
        {
            _fate = fate;
            _ledger!.Count(fate);
        }
        else if (_ledger is { } ledger)
        {
            ledger.BreakTwice($"Token {Sequence} of lane {Lane}, last seen in '{LastSeen}', was {_fate}, and then {fate}.");
        }
        else
        {
            slab.Misuse($"A token came to an end when its run had ended: {fate}.");
        }
    }

    public void Dispose() => End(IsUnwanted ? Fate.Filtered : Fate.InHand);

    /// <summary>The run has ended; false when the token has not.</summary>
    public bool TryFree()
    {
        _ledger = null;
        if (Interlocked.Exchange(ref _state, Free) != Ended) return false;
        LastSeen = "";
        return true;
    }
}
