using Flow.Adapters;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Adapters;

/// <summary>
/// A source as an observable. Its runs end after its subscriptions, and its observers cannot make it wait, so that it is no stage; what holds
/// of a whole run is what its observer is told.
/// </summary>
public sealed class ObservableLawTests
{
    private const int Samples = 100;

    private static readonly Law<string, PipelineCase> Telling = new(
        "Telling",
        "An observer is told each item once, in order, then the end or the fault, and nothing after that, or after it has gone.",
        TellAsync);

    [Fact]
    public void A_source_as_an_observable_tells_in_order_in_simulation() => Telling.Hold("an observable", PipelineCases.Any, Execution.Simulated, Samples);

    [Fact]
    public void A_source_as_an_observable_tells_in_order_on_threads() => Telling.Hold("an observable", PipelineCases.Any, Execution.Stress, Samples);

    private static async Task TellAsync(string kind, PipelineCase example)
    {
        var observer = new Observer(leavesAfter: example.Ending == PipelineEnding.SinkEnds ? example.At : int.MaxValue);
        var faultsAt = example.Ending == PipelineEnding.SourceFaults ? example.At : int.MaxValue;
        var source = Source.From("source", Enumerable.Range(0, example.Items).Select(number => number == faultsAt ? throw new FormatException() : number));
        using var subscription = source.Map("pass", static item => item, new HopOptions<int>(example.Bound))
            .AsObservable(new RunOptions { Scheduler = TaskScheduler.Current }).Subscribe(observer);
        await observer.Ended;
        subscription.Dispose();
        for (var turn = 0; turn < example.Bound; turn++) await Task.Yield();

        var told = Math.Min(example.Items, Math.Min(faultsAt, observer.LeavesAfter));
        Assert.Equal(Enumerable.Range(0, Math.Max(told, observer.Told.Count)), observer.Told);
        Assert.Equal(observer.LeavesAfter < example.Items ? "gone" : faultsAt < example.Items ? "faulted" : "completed", observer.End);
    }

    private sealed class Observer(int leavesAfter) : IObserver<int>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int LeavesAfter => leavesAfter;

        public List<int> Told { get; } = [];

        public string? End { get; private set; }

        public Task Ended => _ended.Task;

        public void OnNext(int value)
        {
            Assert.False(End is "completed" or "faulted", "It is told an item after the end.");
            Told.Add(value);
            if (Told.Count > leavesAfter) Finish("gone");
        }

        public void OnCompleted() => Finish("completed");

        public void OnError(Exception error) => Finish("faulted");

        private void Finish(string how)
        {
            End ??= how;
            _ended.TrySetResult();
        }
    }
}
