namespace Flow.Zoo.Stages.Broken;

/// <summary>It begins anew instead of with what was handed over to it.</summary>
internal sealed class LosesOnSwap : HoldingBack
{
    protected override int? TakeOver(int? state) => null;
}
