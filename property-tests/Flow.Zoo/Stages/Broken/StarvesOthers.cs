namespace Flow.Zoo.Stages.Broken;

/// <summary>It joins nothing while its first worker has nothing, whatever the other has.</summary>
internal sealed class StarvesOthers(Func<int, ValueTask> work) : Joining(work)
{
    protected override Task AnyOf(IReadOnlyList<Task<bool>> arrivals) => arrivals[0];
}
