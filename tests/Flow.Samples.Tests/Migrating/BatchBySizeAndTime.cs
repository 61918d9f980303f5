using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class BatchBySizeAndTime
{
    [Fact]
    public async Task A_hundred_or_what_there_is_after_a_time()
    {
        var numbers = Enumerable.Range(0, 250);
        var within = TimeSpan.FromHours(1);
        Assert.Equal(numbers.Chunk(100), await WithDataflowAsync(numbers, within).Limit());
        Assert.Equal(numbers.Chunk(100), await WithChannelsAsync(numbers, within).Limit());
        Assert.Equal(numbers.Chunk(100), await WithFlowAsync(numbers, within).Limit());
    }

    private static async Task<List<int[]>> WithDataflowAsync(IEnumerable<int> numbers, TimeSpan within)
    {
        var stored = new List<int[]>();
        var batch = new BatchBlock<int>(100, new GroupingDataflowBlockOptions { BoundedCapacity = 200 });
        var store = new ActionBlock<int[]>(stored.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 2 });
        batch.LinkTo(store, new DataflowLinkOptions { PropagateCompletion = true });
        using var timer = new Timer(_ => batch.TriggerBatch(), null, within, within);   // ticks whether or not an item waits

        foreach (var number in numbers) await batch.SendAsync(number);
        batch.Complete();
        await store.Completion;
        return stored;
    }

    private static async Task<List<int[]>> WithChannelsAsync(IEnumerable<int> numbers, TimeSpan within)
    {
        var stored = new List<int[]>();
        var waiting = Channel.CreateBounded<int>(200);
        var writing = waiting.Writer.CompleteAfterAsync(async () =>
        {
            foreach (var number in numbers) await waiting.Writer.WriteAsync(number);
        });

        var (batch, more) = (new List<int>(), waiting.Reader.WaitToReadAsync().AsTask());
        Task? limit = null;
        while (true)
        {
            if (batch.Count > 0)
            {
                limit ??= Task.Delay(within, TimeProvider.System);    // its timer stays behind when the batch fills first
                if (await Task.WhenAny(more, limit) == limit) Store();
            }

            if (batch.Count == 0 || more.IsCompleted)
            {
                if (!await more) break;
                while (batch.Count < 100 && waiting.Reader.TryRead(out var number)) batch.Add(number);
                if (batch.Count == 100) Store();
                more = waiting.Reader.WaitToReadAsync().AsTask();
            }
        }

        if (batch.Count > 0) Store();
        await writing;
        return stored;

        void Store()
        {
            stored.Add([.. batch]);
            batch.Clear();
            limit = null;
        }
    }

    private static async Task<List<int[]>> WithFlowAsync(IEnumerable<int> numbers, TimeSpan within)
    {
        var stored = new List<int[]>();
        await using var run = Pipeline.Of<int>()
            .Batch("batch", 100, within)
            .Run(numbers, Sink.ForEach<int[]>("store", stored.Add, new(2)));
        await run.Completion;
        return stored;
    }
}
