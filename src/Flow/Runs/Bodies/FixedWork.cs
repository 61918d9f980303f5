namespace Flow;

/// <summary>What holds branches together: it is no stage, and none takes its place.</summary>
internal sealed class FixedWork(string path, Func<CancellationToken, ValueTask> run) : Work
{
    public override ValueTask RunAsync(CancellationToken cancellationToken) => run(cancellationToken);

    public override Action Prepare(StageReplacement replacement) => throw new InvalidOperationException(
        $"'{path}' holds branches together and cannot be swapped; the stages of its branches can.");
}
