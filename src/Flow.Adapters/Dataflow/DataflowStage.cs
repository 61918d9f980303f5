using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Puts Dataflow blocks into pipelines.</summary>
public static class DataflowStage
{
    /// <summary>What a block makes of the items, a <see cref="TransformBlock{TInput, TOutput}"/> for example.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="create">
    /// Makes the block of one run; blocks cannot be used twice. Give it a bounded capacity: one without takes in whatever comes.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    /// <remarks>
    /// <para>At the end of its input, whether with an error or without, the stage completes the block and lets its results arrive. The block's
    /// fault is the stage's; what a faulting block has inside it drops, as blocks do. When the run is stopped, or nobody reads any
    /// more, the stage faults the block, and ends when the block has. A <see cref="BroadcastBlock{T}"/> or a
    /// <see cref="WriteOnceBlock{T}"/>, which keep what is taken, are no stages: one faults with an <see cref="ArgumentException"/>.</para>
    /// <para>The block throws at an item later than the stage takes it, and has others inside. So any fault policy but
    /// <see cref="FaultPolicy.Stop"/> is refused. To skip or retry items, let the function in the block catch what it throws.</para>
    /// </remarks>
    public static Pipeline<TIn, TNext> Through<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<IPropagatorBlock<TOut, TNext>> create, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(create);
        return pipeline.Then(name, new BlockStage<TOut, TNext>(create), hop);
    }
}

internal sealed class BlockStage<TIn, TOut>(Func<IPropagatorBlock<TIn, TOut>> create) : IStage<TIn, TOut>, IStopsAtFault
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        var block = create();
        if (block.Keeping is { } kind) throw new ArgumentException($"The block is {kind}.");
        var feeder = new BlockFeeder<TIn>(block);
        return feeder.LetGoAsync(RunAsync(block, feeder, input, output, cancellationToken));
    }

    private static async ValueTask RunAsync(
        IPropagatorBlock<TIn, TOut> block,
        BlockFeeder<TIn> feeder,
        ChannelReader<TIn> input,
        ChannelWriter<TOut> output,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = FeedAsync(block, feeder, input, stop.Token);
        try
        {
            await foreach (var result in block.ItemsAsync(cancellationToken))
            {
                if (!await output.PutAsync(result, cancellationToken)) break;
            }
        }
        finally
        {
            stop.Cancel();
            if (!block.Completion.IsCompleted) await EndAsync(block);
            await feeding;
        }

        if (await feeding is { } error) ExceptionDispatchInfo.Throw(error);
    }

    // A block that has been completed already cannot be faulted any more: it ends when its results are taken.
    private static async Task EndAsync(IPropagatorBlock<TIn, TOut> block)
    {
        block.Fault(new OperationCanceledException("Nobody takes the block's results any more."));
        try
        {
            await foreach (var left in block.ItemsAsync()) (left as IDisposable)?.Dispose();
        }
        catch
        {
            // What it was faulted with, or had faulted with before.
        }
    }

    // What came before the end of the input is worked off, also when that is an error.
    private static async Task<Exception?> FeedAsync(
        IPropagatorBlock<TIn, TOut> block, BlockFeeder<TIn> feeder, ChannelReader<TIn> input, CancellationToken stop)
    {
        var error = await feeder.FeedAsync(input, stop);
        if (!stop.IsCancellationRequested) block.Complete();
        return error;
    }
}
