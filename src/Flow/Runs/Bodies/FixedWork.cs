namespace Flow;

/// <summary>What is no stage from one hop to another, and whose place none can take: what holds branches together.</summary>
internal sealed class FixedWork(string path, Func<CancellationToken, ValueTask> run) : Work
{
    public override ValueTask RunAsync(CancellationToken cancellationToken) => run(cancellationToken);

    public override Action Prepare(StageReplacement replacement) => throw new InvalidOperationException(
        $"'{path}' is more than a stage from one hop to another and cannot be swapped; the stages nested in it can.");
}
