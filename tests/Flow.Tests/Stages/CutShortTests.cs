using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow.Tests.Stages;

public class CutShortTests
{
    [Fact]
    public async Task How_a_wait_ends_that_a_batch_does_not_come_back_to_is_not_left_unobserved() => await CheckAsync(RunBatchAsync);

    [Fact]
    public async Task How_a_wait_ends_that_took_too_long_is_not_left_unobserved() => await CheckAsync(RunTimeoutAsync);

    private static async Task CheckAsync(Func<Exception, Task> run)
    {
        var (error, unobserved) = (new FormatException(), false);
        void Watch(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved |= args.Exception.InnerExceptions.Contains(error);
        TaskScheduler.UnobservedTaskException += Watch;
        try
        {
            await run(error);
            for (var i = 0; i < 10 && !unobserved; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Yield();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Watch;
        }

        Assert.False(unobserved);
    }

    // While an array waits for room the input ends with an error; then the output goes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunBatchAsync(Exception error)
    {
        var (time, input, gone) = (new TimerWatch(), Channel.CreateUnbounded<int>(), new TaskCompletionSource());
        await using var run = Pipeline.Of<int>().Batch("stage", 100, within: TimeSpan.FromSeconds(1))
            .Then<Nothing>("sink", async (_, _, _) => await gone.Task, new(1)).Run(input.Reader, new RunOptions { TimeProvider = time });
        foreach (var items in new[] { 1, 2 })
        {
            input.Writer.TryWrite(items);
            await time.TimerStarted().Limit();
            time.Advance(TimeSpan.FromSeconds(1));
            if (items == 1) await Within.Until(() => run.Snapshot().Hops[0].Reading.Items == 1);
        }

        input.Writer.Complete(error);
        gone.SetResult();
        await run.Completion.Limit();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunTimeoutAsync(Exception error)
    {
        var (time, input) = (new TimerWatch(), Channel.CreateUnbounded<int>());
        await using var run = Pipeline.Of<int>().Timeout("stage", TimeSpan.FromSeconds(1)).Then(Sink.Ignore<int>())
            .Run(input.Reader, new RunOptions { TimeProvider = time });
        await time.TimerStarted().Limit();
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        input.Writer.Complete(error);
    }
}
