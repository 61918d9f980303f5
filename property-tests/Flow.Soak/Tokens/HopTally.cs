namespace Flow.Soak.Tokens;

/// <summary>What a hop released, as its items say; to be compared with what the hop says.</summary>
internal sealed class HopTally(string name)
{
    private readonly long[] _byReason = new long[Enum.GetValues<ReleaseReason>().Length];

    public string Name => name;

    public long this[ReleaseReason reason] => Volatile.Read(ref _byReason[(int)reason]);

    public void Release(Token token, ReleaseReason reason)
    {
        Count(reason);
        token.End(FateOf(reason));
    }

    public void Release(Token[] tokens, ReleaseReason reason)
    {
        Count(reason);
        foreach (var token in tokens) token.End(FateOf(reason));
    }

    private void Count(ReleaseReason reason) => Interlocked.Increment(ref _byReason[(int)reason]);

    private static Fate FateOf(ReleaseReason reason) => reason switch
    {
        ReleaseReason.Dropped => Fate.Dropped,
        ReleaseReason.Abandoned => Fate.Abandoned,
        ReleaseReason.Cancelled => Fate.Cancelled,
        _ => Fate.Faulted,
    };
}
