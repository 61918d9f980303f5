namespace Flow.Zoo.Stages.Broken;

/// <summary>It is done when the first of its branches has ended.</summary>
internal sealed class CompletesEarly : Joining
{
    protected override bool IsDone(int open) => open < 2;
}
