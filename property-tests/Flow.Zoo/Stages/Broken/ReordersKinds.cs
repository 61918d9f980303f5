namespace Flow.Zoo.Stages.Broken;

/// <summary>It passes on each kind of items from the last to the first.</summary>
internal sealed class ReordersKinds : Grouping
{
    protected override int[] Group(int[] items) => base.Group([.. items.Reverse()]);
}
