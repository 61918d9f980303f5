using Flow.Testing;

namespace Flow.Adapters.Tests.Observables;

public class ObservableSourceTests
{
    [Fact]
    public async Task What_it_tells_arrives_in_order_and_its_end_is_the_sources()
    {
        var subject = new Subject<int>();
        var received = new List<int>();
        await using var run = Source.From("ticks", subject, new(100) { FullMode = HopFullMode.DropWrite })
            .Then(Sink.ForEach<int>("collect", received.Add)).Run();
        await subject.Subscribed.Limit();
        for (var i = 0; i < 100; i++) subject.OnNext(i);
        subject.OnCompleted();
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 100), received);
        Assert.True(subject.IsUnsubscribed);
    }

    [Fact]
    public async Task Its_error_is_the_sources_after_what_it_told_before()
    {
        var subject = new Subject<int>();
        var received = new List<int>();
        await using var run = Source.From("ticks", subject, new(10) { FullMode = HopFullMode.DropOldest })
            .Then(Sink.ForEach<int>("collect", received.Add)).Run();
        await subject.Subscribed.Limit();
        subject.OnNext(1);
        subject.OnError(new InvalidOperationException("broken"));
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal(("ticks/subscribe", "broken"), (fault.Stage, fault.InnerException!.Message));
        Assert.Equal([1], received);
    }

    [Theory]
    [InlineData(HopFullMode.DropOldest, new[] { 16, 17, 18, 19 })]
    [InlineData(HopFullMode.DropNewest, new[] { 0, 1, 2, 19 })]
    [InlineData(HopFullMode.DropWrite, new[] { 0, 1, 2, 3 })]
    public async Task When_it_is_full_what_was_named_is_dropped_counted_and_disposed(HopFullMode mode, int[] kept)
    {
        var subject = new Subject<Rented>();
        using var release = new ManualResetEventSlim();
        var items = Enumerable.Range(0, 20).Select(_ => new Rented()).ToArray();
        var received = new List<Rented>();
        await using var run = Source.From("ticks", subject, new(4) { FullMode = mode }).Then(Sink.ForEach<Rented>("slow", received.Add)).Run(new RunOptions
        {
            Schedulers = new Dictionary<string, TaskScheduler> { ["ticks/deliver"] = new Held(release) },
        });
        await subject.Subscribed.Limit();
        // The stage behind the hop has not begun: four items wait.
        foreach (var item in items) subject.OnNext(item);
        var hop = run.Snapshot().Hops.Single(hop => hop.Reading.Name == "ticks/waiting").Reading;
        Assert.Equal((4, 16), (hop.Occupancy, hop.Dropped));
        subject.OnCompleted();
        release.Set();
        await run.Completion.Limit();

        Assert.Equal(kept.Select(index => items[index]), received);
        Assert.All(items.Except(received), item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public void An_observable_that_is_to_wait_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => { Source.From("ticks", new Subject<int>(), new(4)); });
        Assert.Contains("'ticks' is an observable, which cannot be made to wait", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drained_or_stopped_it_unsubscribes_and_what_is_told_later_is_disposed(bool drained)
    {
        var subject = new Subject<Rented>();
        await using var run = Source.From("ticks", subject, new(4) { FullMode = HopFullMode.DropNewest }).Then(Sink.Ignore<Rented>()).Run();
        await subject.Subscribed.Limit();
        await (drained ? run.DrainAsync() : run.StopAsync()).Limit();
        Assert.True(subject.IsUnsubscribed);
        var late = new Rented();
        subject.OnNext(late);
        Assert.Equal(1, late.Disposals);
    }

    [Fact]
    public async Task Drained_what_waits_is_delivered()
    {
        var subject = new Subject<int>();
        using var release = new ManualResetEventSlim();
        var received = new List<int>();
        await using var run = Source.From("ticks", subject, new(4) { FullMode = HopFullMode.DropNewest }).Then(Sink.ForEach<int>("slow", received.Add)).Run(
            new RunOptions { Schedulers = new Dictionary<string, TaskScheduler> { ["ticks/deliver"] = new Held(release) } });
        await subject.Subscribed.Limit();
        for (var i = 0; i < 3; i++) subject.OnNext(i);
        var drained = run.DrainAsync();
        release.Set();
        await drained.Limit();
        Assert.Equal([0, 1, 2], received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_it_tells_after_its_end_is_disposed(bool fails) => new SimulationScheduler(SchedulePolicy.RoundRobin()).Run(async () =>
    {
        var subject = new Subject<Rented>();
        var received = new List<Rented>();
        await using var run = Source.From("ticks", subject, new(4) { FullMode = HopFullMode.DropNewest }).Then(Sink.ForEach<Rented>("collect", received.Add))
            .Run(new RunOptions { Scheduler = TaskScheduler.Current });
        await subject.Subscribed;
        var (first, late) = (new Rented(), new Rented());
        subject.OnNext(first);
        if (fails) subject.OnError(new InvalidOperationException("broken"));
        else subject.OnCompleted();
        subject.OnNext(late);
        await Record.ExceptionAsync(() => run.Completion);
        Assert.Equal([first], received);
        Assert.Equal(1, late.Disposals);
    });

    [Theory]
    [InlineData("completed")]
    [InlineData("drained")]
    [InlineData("stopped")]
    public void It_is_simulated_however_it_ends(string ending) => new SimulationScheduler(SchedulePolicy.RoundRobin()).Run(async () =>
    {
        var subject = new Subject<int>();
        await using var run = Source.From("ticks", subject, new(4) { FullMode = HopFullMode.DropNewest }).Then(Sink.Ignore<int>())
            .Run(new RunOptions { Scheduler = TaskScheduler.Current });
        await subject.Subscribed;
        if (ending == "completed") subject.OnCompleted();
        await (ending switch
        {
            "completed" => run.Completion,
            "drained" => run.DrainAsync(),
            _ => run.StopAsync(),
        });
        Assert.True(subject.IsUnsubscribed);
    });

    /// <summary>Starts tasks when it is let.</summary>
    private sealed class Held(ManualResetEventSlim release) : TaskScheduler
    {
        protected override void QueueTask(Task task) => ThreadPool.QueueUserWorkItem(_ =>
        {
            release.Wait();
            TryExecuteTask(task);
        });

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
