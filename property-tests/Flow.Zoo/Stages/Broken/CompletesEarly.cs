namespace Flow.Zoo.Stages.Broken;

/// <summary>It is done when the first of its workers is.</summary>
internal sealed class CompletesEarly(Func<int, ValueTask> work) : Joining(work)
{
    protected override bool IsDone(int left) => left < 2;
}
