namespace Flow.Tests.Schedulers;

public class DedicatedThreadSchedulerTests
{
    [Fact]
    public async Task Its_tasks_run_on_one_background_thread_that_has_its_name()
    {
        using var scheduler = new DedicatedThreadScheduler("stack");
        var threads = new HashSet<Thread>();
        await (await StartAsync(scheduler, async () =>
        {
            threads.Add(Thread.CurrentThread);
            for (var i = 0; i < 100; i++) await Task.Yield();
            await Task.Run(() => { });
            threads.Add(Thread.CurrentThread);
        }).Limit()).Limit();

        var thread = Assert.Single(threads);
        Assert.Equal("stack", thread.Name);
        Assert.True(thread is { IsBackground: true, IsThreadPoolThread: false });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposal_waits_until_what_is_queued_has_run_and_what_that_queues(bool asynchronously)
    {
        var scheduler = new DedicatedThreadScheduler("queue");
        using var release = new ManualResetEventSlim();
        Thread? thread = null;
        var first = StartAsync(scheduler, () =>
        {
            thread = Thread.CurrentThread;
            release.Wait();
            return 0;
        });
        var body = StartAsync(scheduler, async () =>
        {
            for (var i = 0; i < 3; i++) await Task.Yield();
        });

        var disposal = asynchronously ? scheduler.DisposeAsync().AsTask() : Task.Run(scheduler.Dispose);
        Assert.False(disposal.IsCompleted);
        release.Set();
        await disposal.Limit();

        Assert.True(first.IsCompletedSuccessfully);
        Assert.True((await body).IsCompletedSuccessfully);
        Assert.True(thread!.Join(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_task_queued_after_disposal_is_refused()
    {
        var scheduler = new DedicatedThreadScheduler("gone");
        await scheduler.DisposeAsync();
        await scheduler.DisposeAsync();

        var refused = Assert.Throws<TaskSchedulerException>(() => { _ = StartAsync(scheduler, () => 0); });

        Assert.Equal(
            "The scheduler of the thread 'gone' has been disposed, and runs nothing more; dispose it after the runs that use it.",
            Assert.IsType<InvalidOperationException>(refused.InnerException).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposed_on_its_own_thread_it_does_not_wait_for_itself(bool asynchronously)
    {
        var scheduler = new DedicatedThreadScheduler("itself");
        var body = await StartAsync(scheduler, async () =>
        {
            if (asynchronously) await scheduler.DisposeAsync();
            else scheduler.Dispose();
            return Thread.CurrentThread;
        }).Limit();
        Assert.True((await body.Limit()).Join(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_thread_without_a_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => new DedicatedThreadScheduler(" "));

    private static Task<T> StartAsync<T>(TaskScheduler scheduler, Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
}
