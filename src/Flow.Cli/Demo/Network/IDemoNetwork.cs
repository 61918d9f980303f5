namespace Flow.Cli.Demo.Network;

/// <summary>Two hosts, <c>a</c> and <c>b</c>, joined by a wire.</summary>
internal interface IDemoNetwork : IAsyncDisposable
{
    /// <summary>Host a's app socket: each connection to it becomes one to host b, which connects to the path app b listens on.</summary>
    string ConnectPath { get; }

    /// <summary>What every hop of both hosts has counted so far.</summary>
    IReadOnlyList<HopRow> Hops();

    /// <summary>Bytes the network holds outside the garbage collector's sight.</summary>
    long NativeBytesRented { get; }
}
