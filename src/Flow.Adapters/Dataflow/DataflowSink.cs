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
        /// <para>At the end it completes the block, or faults it with the error of its input, and ends when the block has: with the block's
        /// fault, if it has one. When the block takes nothing more the sink ends, and what comes before it is told. When the run is
        /// stopped the block is faulted with an <see cref="OperationCanceledException"/>, and the sink ends when the block has; unless it has
        /// completed the block before, which then cannot be faulted any more. Give the block a bounded capacity: one without takes in
        /// whatever comes.</para>
        /// <para>The block throws at an item later than the sink takes it, and does not start again. So any fault policy but
        /// <see cref="FaultPolicy.Stop"/> is refused.</para>
        /// </remarks>
        public static Pipeline<T, Nothing> To<T>(string name, ITargetBlock<T> block, HopOptions<T>? hop = null)
        {
            ArgumentNullException.ThrowIfNull(block);
            return Pipeline.Of<T>().Then(name, new BlockSink<T>(block), hop);
        }
    }
}

internal sealed class BlockSink<T>(ITargetBlock<T> block) : IStage<T, Nothing>, IStopsAtFault
{
    public ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        var feeder = new BlockFeeder<T>(block);
        return feeder.LetGoAsync(RunAsync(feeder, input, cancellationToken));
    }

    private async ValueTask RunAsync(BlockFeeder<T> feeder, ChannelReader<T> input, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = feeder.FeedAsync(input, stop.Token);
        // A block that ends while nothing comes is learnt of all the same.
        await Task.WhenAny(feeding, block.Completion);
        stop.Cancel();
        if (await feeding is { } error) await FaultAsync(error);
        if (cancellationToken.IsCancellationRequested) await FaultAsync(new OperationCanceledException(cancellationToken));
        block.Complete();
        await EndAsync(cancellationToken);
    }

    // The sink ends when the block has, and with the error it has given the block, not with what the block makes of that.
    private async ValueTask FaultAsync(Exception error)
    {
        block.Fault(error);
        try
        {
            await block.Completion;
        }
        catch
        {
            // What it was given.
        }

        ExceptionDispatchInfo.Throw(error);
    }

    // A block that has been completed cannot be faulted any more: one that gives something ends when that is taken, which may be never.
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await block.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            block.Fault(cancelled);
            _ = block.Completion.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
            throw;
        }
    }
}
