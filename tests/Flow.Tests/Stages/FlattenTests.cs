namespace Flow.Tests.Stages;

public class FlattenTests
{
    [Fact]
    public async Task It_gives_the_items_of_arrays_sequences_and_asynchronous_sequences()
    {
        int[][] arrays = [[1, 2], [], [3]];

        Assert.Equal([1, 2, 3], await Pipeline.Of<int[]>().Flatten("items").CollectAsync(arrays));
        Assert.Equal([1, 2, 3], await Pipeline.Of<IEnumerable<int>>().Flatten("items").CollectAsync(arrays));
        Assert.Equal([1, 2, 3], await Pipeline.Of<IAsyncEnumerable<int>>().Flatten("items").CollectAsync(arrays.Select(ToAsync)));
    }

    [Fact]
    public async Task What_an_asynchronous_sequence_has_given_leaves_before_it_waits()
    {
        var received = new TaskCompletionSource();
        var flat = Pipeline.Of<IAsyncEnumerable<int>>().Flatten("items").Tap("look", x =>
        {
            if (x == 2) received.SetResult();
        });

        await using var run = flat.Run([Sequences.ThreeThenNever], Sink.Ignore<int>());
        await received.Task.Limit();
        await run.StopAsync().Limit();
    }

    [Fact]
    public async Task What_came_before_the_fault_of_a_sequence_arrives()
    {
        var received = new List<int>();
        var flat = Pipeline.Of<IAsyncEnumerable<int>>().Flatten("items");

        await using var run = flat.Run([ToAsync([1, 2]), ToAsync(Enumerable.Range(3, 9).Select(x => x == 5 ? throw new FormatException() : x))],
            Sink.Collect("keep", received));
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.IsType<FormatException>(fault.InnerException);
        Assert.Equal([1, 2, 3, 4], received);
    }

    [Fact]
    public async Task The_rest_of_an_array_nobody_reads_any_more_is_released()
    {
        var items = Enumerable.Range(0, 1000).Select(_ => new Rented()).ToArray();

        var received = await Pipeline.Of<Rented[]>().Flatten("items").Take("three", 3).CollectAsync([items]);

        Assert.Equal(items.Take(3), received);
        Assert.All(items.Take(3), item => Assert.Equal(0, item.Disposals));
        Assert.All(items.Skip(3), item => Assert.Equal(1, item.Disposals));
    }

    private static async IAsyncEnumerable<int> ToAsync(IEnumerable<int> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }
}
