using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class ParallelInOrder
{
    [Fact]
    public async Task Four_at_a_time_in_order()
    {
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => number * number), await WithDataflowAsync(Enumerable.Range(0, 1_000)).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => number * number), await WithChannelsAsync(Enumerable.Range(0, 1_000)).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => number * number), await WithFlowAsync(Enumerable.Range(0, 1_000)).Limit());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        var square = new TransformBlock<int, int>(number => SquareAsync(number), new ExecutionDataflowBlockOptions
        {
            MaxDegreeOfParallelism = 4,
            BoundedCapacity = 100,
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
        var calls = Channel.CreateBounded<Task<int>>(4 - 1);          // and the one that is awaited
        var calling = calls.Writer.CompleteAfterAsync(async () =>
        {
            foreach (var number in numbers)
            {
                await calls.Writer.WaitToWriteAsync();                // room first, or five are under way
                calls.Writer.TryWrite(SquareAsync(number));
            }
        });
        await foreach (var call in calls.Reader.ReadAllAsync()) stored.Add(await call);
        await calling;
        return stored;
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        await using var run = Pipeline.Of<int>()
            .MapAsync("square", async (number, token) => await SquareAsync(number, token), parallelism: 4, hop: new(100))
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
