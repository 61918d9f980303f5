namespace Flow.Adapters;

/// <summary>Makes observables of sources.</summary>
public static class Observables
{
    /// <summary>What a source gives, as an observable; each subscription is a run of its own.</summary>
    /// <remarks>
    /// An observer that takes long makes the run wait. It is told one thing at a time: each item, then the end, or the run's
    /// <see cref="StageFaultException"/>. Disposing the subscription stops the run and does not wait for it, nor for a call to the observer
    /// that is under way or just about to begin; after that one there is no other.
    /// </remarks>
    public static IObservable<T> AsObservable<T>(this Pipeline<Nothing, T> source, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new PipelineObservable<T>(source, options);
    }
}

internal sealed class PipelineObservable<T>(Pipeline<Nothing, T> source, RunOptions? options) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(observer);
        subscription.Follow(source.Then(Sink.ForEach<T>("observer", subscription.Tell)).Run(options), options?.Scheduler ?? TaskScheduler.Default);
        return subscription;
    }

    private sealed class Subscription(IObserver<T> observer) : IDisposable
    {
        private PipelineRun? _run;
        private volatile bool _isDisposed;

        public void Tell(T item)
        {
            if (!_isDisposed) observer.OnNext(item);
            else (item as IDisposable)?.Dispose();
        }

        // Not in the context of whoever subscribed, which may be waiting for the end.
        public void Follow(PipelineRun run, TaskScheduler scheduler)
        {
            _run = run;
            _ = Task.Factory.StartNew(() => TellTheEndAsync(run), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
        }

        public void Dispose()
        {
            _isDisposed = true;
            _ = _run!.DisposeAsync().AsTask();
        }

        private async Task TellTheEndAsync(PipelineRun run)
        {
            Exception? error = null;
            try
            {
                await run.Completion;
            }
            catch (Exception fault)
            {
                error = fault;
            }

            if (_isDisposed) return;
            if (error is null) observer.OnCompleted();
            else observer.OnError(error);
        }
    }
}
