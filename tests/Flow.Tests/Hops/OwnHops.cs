namespace Flow.Tests.Hops;

/// <summary>The hops that are Flow's own, for a test of what a channel that stands in for one does in its own way, or not at all.</summary>
public sealed class OwnHops : TheoryData<HopKind>
{
    public OwnHops()
        : base(HopKind.Ring, HopKind.ManyWriters, HopKind.ManyReaders)
    {
    }
}
