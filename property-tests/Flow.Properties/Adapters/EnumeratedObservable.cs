namespace Flow.Properties.Adapters;

/// <summary>Tells each item of a sequence, a turn after the other, on the scheduler it was subscribed to on.</summary>
internal sealed class EnumeratedObservable<T>(IEnumerable<T> items) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        var subscription = new Subscription();
        _ = Task.Factory.StartNew(
            () => TellAsync(observer, subscription), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
        return subscription;
    }

    private async Task TellAsync(IObserver<T> observer, Subscription subscription)
    {
        try
        {
            foreach (var item in items)
            {
                observer.OnNext(item);
                await Task.Yield();
                if (subscription.IsDisposed) return;
            }

            observer.OnCompleted();
        }
        catch (Exception fault)
        {
            observer.OnError(fault);
        }
    }

    private sealed class Subscription : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
