namespace Flow.Tests.Schedulers;

/// <summary>What both schedulers promise.</summary>
public sealed class OneAtATimeTests : IDisposable
{
    private readonly DedicatedThreadScheduler _thread = new("tests");
    private readonly CooperativeScheduler _cooperative = new();

    public void Dispose() => _thread.Dispose();

    public static TheoryData<bool> Both() => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Tasks_run_in_the_order_they_were_queued(bool cooperative)
    {
        var order = new List<int>();
        var tasks = Enumerable.Range(0, 5_000).Select(number => Start(cooperative, () => order.Add(number))).ToArray();
        await Task.WhenAll(tasks).Limit();
        Assert.Equal(Enumerable.Range(0, 5_000), order);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Two_tasks_never_run_at_once_whoever_queues_them(bool cooperative)
    {
        var running = 0;
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                await Start(cooperative, () =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    count++;
                    Interlocked.Decrement(ref running);
                });
            }
        }))).Limit();
        Assert.Equal(16_000, count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_body_that_goes_on_for_ever_lets_others_have_their_turn(bool cooperative)
    {
        var stop = false;
        var forEver = Start(cooperative, async () =>
        {
            while (!Volatile.Read(ref stop)) await Task.Yield();
        });
        await Start(cooperative, () => Volatile.Write(ref stop, true)).Limit();
        await (await forEver.Limit()).Limit();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_a_task_throws_is_the_tasks_and_the_next_one_runs(bool cooperative)
    {
        var failing = Start(cooperative, () => throw new InvalidOperationException("no"));
        await Start(cooperative, () => { }).Limit();
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_body_comes_back_after_a_wait_to_a_thread_without_a_synchronization_context(bool cooperative)
    {
        var scheduler = Scheduler(cooperative);
        await (await Start(cooperative, async () =>
        {
            SynchronizationContext.SetSynchronizationContext(null);
            await Task.Yield();
            Assert.Same(scheduler, TaskScheduler.Current);
            Assert.Null(SynchronizationContext.Current);
            await Task.Run(() => { });
            Assert.Same(scheduler, TaskScheduler.Current);
        }).Limit()).Limit();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_task_that_waits_for_one_behind_it_runs_that_itself(bool cooperative)
    {
        var ran = 0;
        await Start(cooperative, () => Start(cooperative, () => ran++).Wait()).Limit();
        await Start(cooperative, () => { }).Limit();
        Assert.Equal(1, ran);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nobody_elses_thread_runs_its_tasks(bool cooperative)
    {
        using var release = new ManualResetEventSlim();
        var firstRuns = false;
        var first = Start(cooperative, () =>
        {
            firstRuns = true;
            release.Wait();
            firstRuns = false;
        });
        var second = new Task(() => Assert.False(firstRuns));
        var waiting = Task.Run(() => second.RunSynchronously(Scheduler(cooperative)));
        SpinWait.SpinUntil(() => second.Status != TaskStatus.Created);
        release.Set();
        await Task.WhenAll(first, waiting, second).Limit();
        Assert.Equal(1, Scheduler(cooperative).MaximumConcurrencyLevel);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_pipeline_runs_on_it(bool cooperative)
    {
        var received = new List<int>();
        var pipeline = Pipeline.Of<int>().Map("a", x => x + 1, hop: new(1)).MapAsync("b", async (x, _) =>
        {
            if (x % 100 == 0) await Task.Yield();
            return x;
        }, parallelism: 3, hop: new(1));
        await using var run = pipeline.Run(
            Enumerable.Range(0, 2_000), Sink.ForEach<int>("collect", received.Add, new(1)), new RunOptions { Scheduler = Scheduler(cooperative) });
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(1, 2_000), received);
    }

    private TaskScheduler Scheduler(bool cooperative) => cooperative ? _cooperative : _thread;

    private Task Start(bool cooperative, Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler(cooperative));

    private Task<T> Start<T>(bool cooperative, Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler(cooperative));
}
