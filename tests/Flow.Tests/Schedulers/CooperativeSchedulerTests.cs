namespace Flow.Tests.Schedulers;

public class CooperativeSchedulerTests
{
    [Fact]
    public async Task What_a_task_queues_runs_next_on_the_same_thread()
    {
        var scheduler = new CooperativeScheduler();
        var threads = new List<Thread>();
        await (await Task.Factory.StartNew(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                threads.Add(Thread.CurrentThread);
                await Task.Yield();
            }
        }, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Limit()).Limit();

        Assert.Single(threads.Distinct());
        Assert.True(threads[0].IsThreadPoolThread);
    }

    [Fact]
    public async Task A_task_queued_just_as_the_thread_goes_runs()
    {
        var (scheduler, ran) = (new CooperativeScheduler(), 0);
        var queueing = Task.Factory.StartNew(() =>
        {
            for (var queued = 1; queued <= 200_000; queued++)
            {
                _ = Task.Factory.StartNew(Run, queued % 16, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
                var spin = new SpinWait();
                while (Volatile.Read(ref ran) != queued) spin.SpinOnce(sleep1Threshold: -1);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // So that the next task comes at any moment of the thread's looking for it, finding none, and going.
        void Run(object? spins)
        {
            Volatile.Write(ref ran, ran + 1);
            Thread.SpinWait((int)spins!);
        }

        await queueing.LimitSteps(() => Volatile.Read(ref ran));
    }
}
