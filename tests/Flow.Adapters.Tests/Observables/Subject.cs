namespace Flow.Adapters.Tests.Observables;

/// <summary>An observable of one observer, who is told what the test says.</summary>
internal sealed class Subject<T> : IObservable<T>, IObserver<T>, IDisposable
{
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IObserver<T>? _observer;

    public Task Subscribed => _subscribed.Task;

    public bool IsUnsubscribed { get; private set; }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        _observer = observer;
        _subscribed.SetResult();
        return this;
    }

    public void OnNext(T value) => _observer!.OnNext(value);

    public void OnError(Exception error) => _observer!.OnError(error);

    public void OnCompleted() => _observer!.OnCompleted();

    public void Dispose() => IsUnsubscribed = true;
}
