namespace Flow.Zoo.Stages.Broken;

/// <summary>It waits for the call that began first, although it promises no order.</summary>
internal sealed class BlocksHeadOfLine(Func<int, CancellationToken, Task<int>> call) : Overlapping(call)
{
    protected override IEnumerable<Task<int>> NextOf(IReadOnlyList<Task<int>> calls) => calls.Take(1);
}
