using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>The way into a pipeline that is a block: what waits before it, and the stage that takes it from there.</summary>
internal sealed class ItemsBefore<T>(BlockRoom room, BlockFault fault) : IStage<Nothing, T>
{
    // Buffer blocks know the protocol of offering, postponing and reserving; nobody should write it twice.

    /// <summary>What waits. It is completed and never faulted, since it would lose what it holds.</summary>
    public BufferBlock<T> Waiting { get; } = new(new DataflowBlockOptions { BoundedCapacity = room.OfBlock });

    /// <summary>The pipeline behind what waits. The hop between the two is part of the room that was asked for.</summary>
    public Pipeline<Nothing, TOut> Then<TOut>(Pipeline<T, TOut> pipeline)
    {
        var whole = Pipeline.Of<Nothing>().Then("block.in", this).Then(pipeline);
        // The names of hops come after those of stages; a pipeline without stages has no hop before it.
        return whole.Names.Count == whole.Stages.Count ? whole : whole.Replace(whole.Names[whole.Stages.Count], new HopOptions<T>(room.OfHop));
    }

    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, fault.Token);
        try
        {
            await new OneByOneSource<T>(Waiting.ItemsAsync(CancellationToken.None)).RunAsync(input, output, stop.Token);
        }
        catch (OperationCanceledException) when (IsFaulted(output))
        {
            // What was told says more.
        }

        if (IsFaulted(output)) fault.Throw();
    }

    /// <summary>Declines whatever else is offered, and disposes what waits; the run has ended.</summary>
    public async Task<Exception?> DisposeLeftAsync()
    {
        Waiting.Complete();
        Exception? error = null;
        // It may be taking something that it had postponed.
        while (await Waiting.OutputAvailableAsync())
        {
            if (Waiting.TryReceiveAll(out var left)) error = Leftovers.Dispose(left) ?? error;
        }

        return error;
    }

    // A stage's fault comes up here at once; on its way down it would wait for the results before it to be taken.
    private bool IsFaulted(ChannelWriter<T> output)
    {
        if (output is HopWriter<T> { Abandonment: { } error }) fault.Tell(error);
        return fault.IsTold;
    }
}
