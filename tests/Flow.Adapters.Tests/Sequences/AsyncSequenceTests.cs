namespace Flow.Adapters.Tests.Sequences;

public class AsyncSequenceTests
{
    [Fact]
    public async Task Each_enumeration_is_a_run_of_its_own_and_gives_all_in_order()
    {
        var sequence = Source.From("numbers", Enumerable.Range(0, 300)).Map("next", x => x + 1).ToAsyncEnumerable(new(1));
        for (var times = 0; times < 2; times++)
        {
            var received = new List<int>();
            await foreach (var item in sequence) received.Add(item);
            Assert.Equal(Enumerable.Range(1, 300), received);
        }
    }

    [Fact]
    public async Task An_enumeration_that_ends_early_stops_the_run_and_releases_what_waits()
    {
        var made = new List<Rented>();
        var ended = false;
        IEnumerable<Rented> Endless()
        {
            try
            {
                while (true)
                {
                    var item = new Rented();
                    made.Add(item);
                    yield return item;
                }
            }
            finally
            {
                ended = true;
            }
        }

        await foreach (var item in Source.From("endless", Endless()).ToAsyncEnumerable(new HopOptions<Rented>(4)))
        {
            item.Dispose();
            break;
        }

        Assert.True(ended);
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task While_nobody_asks_the_source_waits()
    {
        var made = 0;
        await using var items = Source.From("endless", Count(() => ++made)).MapAsync("one", (x, _) => ValueTask.FromResult(x), hop: new(1))
            .ToAsyncEnumerable(new(1)).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().Limit());
        var most = 1 + 1 + 1 + 1 + 128;
        for (var i = 1; i < 500; i++)
        {
            Assert.InRange(Volatile.Read(ref made), i, i + most);
            Assert.True(await items.MoveNextAsync().Limit());
            Assert.Equal(i + 1, items.Current);
        }

        static IEnumerable<int> Count(Func<int> next)
        {
            while (true) yield return next();
        }
    }

    [Fact]
    public async Task A_fault_comes_after_the_items_before_it_and_names_the_stage()
    {
        var received = new List<int>();
        var sequence = Source.From("numbers", Enumerable.Range(0, 10)).Map("divide", x => 10 / (5 - x)).ToAsyncEnumerable();
        var fault = await Assert.ThrowsAsync<StageFaultException>(async () =>
        {
            await foreach (var item in sequence) received.Add(item);
        });
        Assert.Equal("divide", fault.Stage);
        Assert.Equal([2, 2, 3, 5, 10], received);
    }

    [Fact]
    public async Task Its_token_ends_a_wait_and_the_run()
    {
        var waiting = Hop<int>.Create(new(1));
        using var cancel = new CancellationTokenSource();
        await using var items = Source.From("hop", waiting.Reader).ToAsyncEnumerable().GetAsyncEnumerator(cancel.Token);
        var next = items.MoveNextAsync().AsTask();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Limit());
        Assert.True(waiting.Writer.IsAbandoned);
    }

    [Fact]
    public async Task A_run_that_is_stopped_does_not_look_complete()
    {
        using var stop = new CancellationTokenSource();
        var sequence = Source.From("never", Hop<int>.Create(new(1)).Reader).ToAsyncEnumerable(options: new RunOptions { CancellationToken = stop.Token });
        await using var items = sequence.GetAsyncEnumerator();
        var next = items.MoveNextAsync().AsTask();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Limit());
    }
}
