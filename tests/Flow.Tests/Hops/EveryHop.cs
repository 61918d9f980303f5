namespace Flow.Tests.Hops;

/// <summary>Every kind of hop, for a test of what they do alike.</summary>
public sealed class EveryHop : TheoryData<HopKind>
{
    public EveryHop()
        : base(Enum.GetValues<HopKind>())
    {
    }
}
