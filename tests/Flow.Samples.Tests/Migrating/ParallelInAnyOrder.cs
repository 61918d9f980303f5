using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class ParallelInAnyOrder
{
    [Fact]
    public async Task Four_at_a_time_in_any_order()
    {
        var expected = Enumerable.Range(0, 1_000).Select(number => number * number);
        Assert.Equal(expected, (await WithDataflowAsync(Enumerable.Range(0, 1_000)).Limit()).Order());
        Assert.Equal(expected, (await WithChannelsAsync(Enumerable.Range(0, 1_000)).Limit()).Order());
        Assert.Equal(expected, (await WithFlowAsync(Enumerable.Range(0, 1_000)).Limit()).Order());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        var square = new TransformBlock<int, int>(number => SquareAsync(number), new ExecutionDataflowBlockOptions
        {
            MaxDegreeOfParallelism = 4,
            BoundedCapacity = 100,
            EnsureOrdered = false,
        });
        var store = new ActionBlock<int>(stored.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
        square.LinkTo(store, new DataflowLinkOptions { PropagateCompletion = true });

        foreach (var number in numbers) await square.SendAsync(number);
        square.Complete();
        await store.Completion;
        return stored;
    }

    private static async Task<List<int>> WithChannelsAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        var squares = Channel.CreateBounded<int>(100);
        var calling = squares.Writer.CompleteAfterAsync(() =>
            Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, token) =>
                await squares.Writer.WriteAsync(await SquareAsync(number, token), token)));
        await foreach (var square in squares.Reader.ReadAllAsync()) stored.Add(square);
        await calling;
        return stored;
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        await using var run = Pipeline.Of<int>()
            .MapAsync("square", async (number, token) => await SquareAsync(number, token), parallelism: 4, ordered: false, hop: new(100))
            .Run(numbers, Sink.ForEach<int>("store", stored.Add, new(100)));
        await run.Completion;
        return stored;
    }

    private static async Task<int> SquareAsync(int number, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return number * number;
    }
}
