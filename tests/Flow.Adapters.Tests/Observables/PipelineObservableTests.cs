namespace Flow.Adapters.Tests.Observables;

public class PipelineObservableTests
{
    [Fact]
    public async Task Each_subscription_is_a_run_that_tells_all_in_order_and_then_the_end()
    {
        var observable = Source.From("numbers", Enumerable.Range(0, 300)).Map("next", x => x + 1).AsObservable();
        for (var times = 0; times < 2; times++)
        {
            var observer = new Observer();
            using var subscription = observable.Subscribe(observer);
            Assert.Null(await observer.Ended.Task.Limit());
            Assert.Equal(Enumerable.Range(1, 300), observer.Items);
        }
    }

    [Fact]
    public async Task A_fault_is_told_with_its_stage()
    {
        var observer = new Observer();
        using var subscription = Source.From("numbers", Enumerable.Range(0, 10)).Map("divide", x => 10 / (2 - x)).AsObservable().Subscribe(observer);
        Assert.Equal("divide", Assert.IsType<StageFaultException>(await observer.Ended.Task.Limit()).Stage);
        Assert.Equal([5, 10], observer.Items);
    }

    [Fact]
    public async Task Disposing_the_subscription_stops_the_run_and_nothing_more_is_told()
    {
        var stopped = new TaskCompletionSource();
        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++) yield return i;
            }
            finally
            {
                stopped.SetResult();
            }
        }

        var (told, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        var observer = new Observer
        {
            OnItem = () =>
            {
                told.TrySetResult();
                go.Wait();
            },
        };
        var subscription = Source.From("endless", Endless()).AsObservable().Subscribe(observer);
        await told.Task.Limit();
        subscription.Dispose();
        go.Set();
        await stopped.Task.Limit();
        Assert.Equal([0], observer.Items);
        Assert.False(observer.Ended.Task.IsCompleted);
    }

    [Fact]
    public void The_end_is_told_though_whoever_subscribed_waits_in_the_way_of_its_own_context()
    {
        var ended = false;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Blocked());
            var observer = new Observer();
            using var subscription = Source.From("numbers", Enumerable.Range(0, 3)).AsObservable().Subscribe(observer);
            ended = observer.Ended.Task.Wait(TimeSpan.FromSeconds(30));
        });
        thread.Start();
        thread.Join();
        Assert.True(ended);
    }

    private sealed class Observer : IObserver<int>
    {
        public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<int> Items { get; } = [];

        public Action? OnItem { get; init; }

        public void OnNext(int value)
        {
            Items.Add(value);
            OnItem?.Invoke();
        }

        public void OnCompleted() => Ended.SetResult(null);

        public void OnError(Exception error) => Ended.SetResult(error);
    }
}
