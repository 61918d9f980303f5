namespace Flow.DataPath;

/// <summary>A wire inside one process that joins two hosts: a bounded hop in each direction, and an impairment in it if asked.</summary>
public sealed class MemoryWire : IAsyncDisposable
{
    private readonly PipelineRun[] _impairments;

    /// <summary>Makes the wire.</summary>
    /// <param name="capacityFrames">What each direction holds, frames, at least 1.</param>
    /// <param name="impairment">Makes what frames suffer in each direction; nothing by default.</param>
    /// <param name="options">How the impairments run.</param>
    public MemoryWire(int capacityFrames = 64, Func<WireDirection, Impairment>? impairment = null, RunOptions? options = null)
    {
        var timeProvider = options?.TimeProvider;
        if (impairment is null)
        {
            var (toB, toA) = (MakeHop("wire"), MakeHop("wire"));
            A = new WireEnd(toA, toB);
            B = new WireEnd(toB, toA);
            _impairments = [];
            return;
        }

        A = new WireEnd(MakeHop("wire.put"), MakeHop("wire"));
        B = new WireEnd(MakeHop("wire.put"), MakeHop("wire"));
        Impairments = [impairment(WireDirection.AToB), impairment(WireDirection.BToA)];
        _impairments =
        [
            Pipeline.Of<FrameParts>().Then("impair", Impairments[0]).Run(A.Outgoing.Reader, B.Incoming.Writer, options),
            Pipeline.Of<FrameParts>().Then("impair", Impairments[1]).Run(B.Outgoing.Reader, A.Incoming.Writer, options),
        ];

        Hop<FrameParts> MakeHop(string name) => Hop<FrameParts>.Create(new(capacityFrames) { Name = name }, timeProvider);
    }

    /// <summary>The first host's end.</summary>
    public WireEnd A { get; }

    /// <summary>The second host's end.</summary>
    public WireEnd B { get; }

    /// <summary>What frames suffer: from A to B, and from B to A; empty where nothing is in the wire.</summary>
    public IReadOnlyList<Impairment> Impairments { get; } = [];

    /// <summary>Stops the impairments, and releases what is on the wire. The hosts have stopped before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _impairments) await run.DisposeAsync();
        foreach (var hop in new[] { A.Incoming, A.Outgoing, B.Incoming, B.Outgoing }) hop.Reader.Abandon();
    }
}

/// <summary>A direction of a wire between two hosts.</summary>
public enum WireDirection
{
    /// <summary>From the first host to the second.</summary>
    AToB,

    /// <summary>From the second host to the first.</summary>
    BToA,
}
