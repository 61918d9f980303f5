using System.Runtime.CompilerServices;

namespace Flow.Tests.Stages;

public sealed class AsyncSequenceTests
{
    [Fact]
    public async Task An_item_that_comes_while_the_source_ends_is_disposed()
    {
        var items = new[] { new Rented(), new Rented(), new Rented() };
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = Source.From("source", Items())
            .Then(Pipeline.Of<Rented>().Then<Nothing>(
                "sink", async (_, _, token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), new HopOptions<Rented>(1)))
            .Run();

        await last.Task.Limit();
        await run.StopAsync().Limit();

        Assert.All(items, item => Assert.Equal(1, item.Disposals));

        // The first fills the hop, the second waits in hand for room, and the third comes when the sequence is told to end.
        async IAsyncEnumerable<Rented> Items([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var item in items[..2])
            {
                yield return item;
                await Task.Yield();
            }

            var told = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(told.SetResult);
            last.SetResult();
            await told.Task;
            yield return items[2];
        }
    }

    [Fact]
    public async Task The_sequence_of_an_item_begins_though_the_run_was_stopped_meanwhile_and_lets_go_of_it()
    {
        using var stop = new CancellationTokenSource();
        var item = new Rented();
        await using var run = Source.From("source", [item])
            .ExpandAsync("stage", taken =>
            {
                stop.Cancel();
                return UseAsync(taken);
            })
            .Then(Sink.Ignore<int>())
            .Run(new RunOptions { CancellationToken = stop.Token });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.Limit());

        Assert.Equal(1, item.Disposals);

        static async IAsyncEnumerable<int> UseAsync(Rented taken)
        {
            using (taken) await Task.Yield();
            yield return 1;
        }
    }

    [Theory]
    [InlineData("waiting", "stop")]
    [InlineData("waiting", "quit")]
    [InlineData("blocked", "stop")]
    [InlineData("blocked", "quit")]
    public async Task An_exception_of_its_own_out_of_a_sequence_that_is_told_to_end_is_no_fault(string state, string end)
    {
        var (begun, quit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = Source.From("source", [0])
            .ExpandAsync("stage", _ => state == "waiting" ? WaitAsync() : GiveAsync())
            .Then<Nothing>("sink", async (_, _, token) => await quit.Task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, token), new HopOptions<int>(1))
            .Run();
        await begun.Task.Limit();

        if (end == "quit") quit.SetResult();
        else await run.StopAsync().Limit();

        await Record.ExceptionAsync(() => run.Completion.Limit());
        Assert.Equal(end == "quit" ? TaskStatus.RanToCompletion : TaskStatus.Canceled, run.Completion.Status);

        // More than there is room for, and then it waits for what its token makes an exception of its own.
        async IAsyncEnumerable<int> WaitAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var item = 0; item < 3; item++) yield return item;
            var told = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(told.SetResult);
            begun.SetResult();
            await told.Task;
            throw new IOException("The read was cancelled.");
        }

        // It has an exception when it is disposed.
        async IAsyncEnumerable<int> GiveAsync()
        {
            try
            {
                for (var item = 0; ; item++)
                {
                    if (item == 3) begun.SetResult();
                    yield return item;
                }
            }
            finally
            {
                Close();
            }
        }

        static void Close() => throw new IOException("It was closed already.");
    }
}
