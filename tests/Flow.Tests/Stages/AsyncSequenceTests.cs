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
}
