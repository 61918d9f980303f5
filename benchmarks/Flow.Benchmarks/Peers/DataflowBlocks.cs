using System.Threading.Tasks.Dataflow;

namespace Flow.Benchmarks.Peers;

/// <summary>A chain of TPL Dataflow's transform blocks.</summary>
internal sealed class DataflowBlocks : IPeer
{
    public string Name => "dataflow";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = haul.Capacity };
        var link = new DataflowLinkOptions { PropagateCompletion = true };
        var blocks = Enumerable.Range(0, haul.Hops).Select(_ => new TransformBlock<T, T>(Increment<T>.One, options)).ToList();
        var sink = new ActionBlock<T>(haul.Arrivals.Add, options);
        for (var hop = 1; hop < haul.Hops; hop++) blocks[hop - 1].LinkTo(blocks[hop], link);
        blocks[^1].LinkTo(sink, link);

        await Task.Run(() => PostAllAsync(haul, blocks[0]));
        await sink.Completion;
        return null;
    }

    private static async Task PostAllAsync<T>(Haul<T> haul, TransformBlock<T, T> first)
        where T : unmanaged
    {
        for (long number = 0; number < haul.Items; number++)
        {
            var item = Item.Of<T>(number);
            if (!first.Post(item)) await first.SendAsync(item);
        }

        first.Complete();
    }
}
