using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Makes sinks of Dataflow blocks.</summary>
public static class DataflowSink
{
    extension(Sink)
    {
        /// <summary>A sink that sends each item to a block, and waits where the block has no room.</summary>
        /// <remarks>
        /// At the end it completes the block, or faults it with the error of its input, and ends when the block has: with the block's
        /// fault, if it has one. When the block takes nothing more the sink ends, and what comes before it is told. When the run is
        /// stopped the block is faulted with an <see cref="OperationCanceledException"/>. Give the block a bounded capacity: one without
        /// takes in whatever comes.
        /// </remarks>
        public static Pipeline<T, Nothing> To<T>(string name, ITargetBlock<T> block, HopOptions<T>? hop = null)
        {
            ArgumentNullException.ThrowIfNull(block);
            return Pipeline.Of<T>().Then(name, new BlockSink<T>(block), hop);
        }
    }
}

internal sealed class BlockSink<T>(ITargetBlock<T> block) : IStage<T, Nothing>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = block.FeedAsync(input, stop.Token);
        // A block that ends while nothing comes is learnt of all the same.
        await Task.WhenAny(feeding, block.Completion);
        stop.Cancel();
        if (await feeding is { } error)
        {
            block.Fault(error);
            ExceptionDispatchInfo.Throw(error);
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Complete();
            await block.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            block.Fault(cancelled);
            throw;
        }
    }
}
