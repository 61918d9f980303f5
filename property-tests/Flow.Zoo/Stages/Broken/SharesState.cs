namespace Flow.Zoo.Stages.Broken;

/// <summary>Its runs share one sum.</summary>
internal sealed class SharesState : Summing
{
    private readonly int[] _sum = [0];

    protected override int[] Begin() => _sum;
}
