using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>The way out of a pipeline that is a block: the stage that brings results out, and where they wait to be taken.</summary>
internal sealed class ResultsBehind<T> : IStage<T, Nothing>
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly BlockRoom _room;
    private readonly BlockFault _fault;

    public ResultsBehind(BlockRoom room, BlockFault fault)
    {
        _room = room;
        _fault = fault;
        Waiting = new BufferBlock<T>(new DataflowBlockOptions { BoundedCapacity = room.OfBlock, CancellationToken = _cancelled.Token });
        // Who registered last is called first: before the block, which drops what it holds, and when it will say that it was cancelled.
        _cancelled.Token.UnsafeRegister(static results => ((ResultsBehind<T>)results!).DisposeLeft(), this);
    }

    /// <summary>What waits.</summary>
    public BufferBlock<T> Waiting { get; }

    /// <summary>The source with the stage behind it. The hop between the two is part of the room that was asked for.</summary>
    public Pipeline<Nothing, Nothing> Behind(Pipeline<Nothing, T> source) => source.Then("block.out", this, new HopOptions<T>(_room.OfHop));

    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _fault.Token);
        var feeder = new BlockFeeder<T>(Waiting);
        var error = await feeder.FeedAsync(input, stop.Token);
        feeder.DisposeLeft();
        if (_fault.IsTold) _fault.Throw();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>The run has ended without an error: no more will come.</summary>
    public void Complete() => Waiting.Complete();

    /// <summary>The run has ended otherwise: what waits is disposed, where it can be.</summary>
    public void Fault(Exception error)
    {
        DisposeLeft();
        ((IDataflowBlock)Waiting).Fault(error);
    }

    /// <summary>Disposes what waits, and completes as cancelled, whatever else is said.</summary>
    public void Cancel() => _cancelled.Cancel();

    // What a disposal throws is not told: the block ends with an error, or cancelled, already.
    private void DisposeLeft()
    {
        if (Waiting.TryReceiveAll(out var left)) Leftovers.Dispose(left);
    }
}
