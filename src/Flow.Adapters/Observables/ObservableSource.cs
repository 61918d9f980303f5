using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>Makes sources of observables.</summary>
public static class ObservableSource
{
    extension(Source)
    {
        /// <summary>A source of what an observable tells, from the start of the run until it completes; its error is the source's.</summary>
        /// <param name="name">The source's name; it is two stages, <c>name/subscribe</c> and <c>name/deliver</c>.</param>
        /// <param name="observable">What is subscribed to, anew in each run.</param>
        /// <param name="waiting">
        /// The hop between the two, called <c>name/waiting</c> unless it has a name. An observable cannot be made to wait, so it names
        /// what is dropped when it is full; the run's snapshot counts that.
        /// </param>
        /// <remarks>
        /// When the run is drained the subscription ends, and what waits is delivered. What is told after the end, or after that, is disposed,
        /// where it can be.
        /// </remarks>
        /// <exception cref="ArgumentException">The hop's full mode is <see cref="HopFullMode.Wait"/>.</exception>
        public static Pipeline<Nothing, T> From<T>(string name, IObservable<T> observable, HopOptions<T> waiting)
        {
            ArgumentNullException.ThrowIfNull(observable);
            ArgumentNullException.ThrowIfNull(waiting);
            if (waiting.FullMode == HopFullMode.Wait)
                throw new ArgumentException(
                    $"The source '{name}' is an observable, which cannot be made to wait; give its hop a full mode that drops: "
                    + "DropNewest, DropOldest or DropWrite.", nameof(waiting));
            return Pipeline.Of<Nothing>().Then(name, Pipeline.Of<Nothing>()
                .Then("subscribe", new SubscriptionStage<T>(observable))
                .Map("deliver", static item => item, waiting with { Name = waiting.Name ?? "waiting" }));
        }
    }
}

internal sealed class SubscriptionStage<T>(IObservable<T> observable) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        await using var end = new SourceEnd(input, cancellationToken);
        var observer = new Observer(output);
        try
        {
            using var subscription = observable.Subscribe(observer);
            await observer.WaitForEndAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsDrained)
        {
            // Nothing more is wanted; what has been written arrives.
        }
        finally
        {
            observer.Close();
        }
    }

    // An observable may go on telling after its end, or after it was told to stop, and the output is lent for this call only.
    private sealed class Observer(ChannelWriter<T> output) : IObserver<T>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _telling = new();
        private bool _isClosed;

        // Not Task.WaitAsync, which goes by way of the thread pool: the stage stays on its scheduler.
        public async ValueTask WaitForEndAsync(CancellationToken cancellationToken)
        {
            using var cancelling = cancellationToken.UnsafeRegister(
                static (ended, token) => ((TaskCompletionSource)ended!).TrySetCanceled(token), _ended);
            await _ended.Task;
        }

        public void OnNext(T value)
        {
            lock (_telling)
            {
                if (!_isClosed && output.TryWrite(value)) return;
            }

            (value as IDisposable)?.Dispose();
        }

        public void OnCompleted()
        {
            Close();
            _ended.TrySetResult();
        }

        public void OnError(Exception error)
        {
            Close();
            _ended.TrySetException(error);
        }

        public void Close()
        {
            lock (_telling) _isClosed = true;
        }
    }
}
