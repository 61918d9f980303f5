namespace Flow.Properties.Positions;

/// <summary>An item that somebody must dispose, or deliver, once.</summary>
internal sealed class Token(Tokens all, int number) : IDisposable
{
    private int _ends;

    public int Number => number;

    /// <summary>How often it was delivered or disposed.</summary>
    public int Ends => Volatile.Read(ref _ends);

    public void Dispose() => Interlocked.Increment(ref _ends);

    /// <summary>One like it, for somebody else.</summary>
    public Token Copy() => all.Make(number);

    public override string ToString() => $"token {number}";
}
