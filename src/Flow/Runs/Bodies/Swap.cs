namespace Flow;

/// <summary>A stage that waits for another to leave its body.</summary>
internal sealed class Swap(Action putInPlace)
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stage is in its place, or will never be.</summary>
    public Task End => _end.Task;

    public void PutInPlace() => putInPlace();

    public void Succeed() => _end.TrySetResult();

    public void Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);

    public void Fail(Exception error) => _end.TrySetException(error);
}
