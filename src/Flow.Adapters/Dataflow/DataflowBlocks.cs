namespace Flow.Adapters;

/// <summary>Makes Dataflow blocks of pipelines.</summary>
public static class DataflowBlocks
{
    /// <summary>Starts the pipeline, as a block among others; a sink is a target among them.</summary>
    /// <param name="pipeline">What the block does.</param>
    /// <param name="boundedCapacity">
    /// How many items wait at most before the pipeline, and how many results behind it; of 1 it is two. When there is no room the block
    /// postpones what it is offered. Half of the room is in the hop before the pipeline's first stage, whatever bound that has elsewhere, and in
    /// the hop behind its last. Besides, one item is in hand before the pipeline and one behind it, and its other hops and its stages hold
    /// what they do anywhere.
    /// </param>
    /// <param name="options">Where the pipeline runs. Cancelling its token cancels the block.</param>
    public static PipelineBlock<TIn, TOut> AsBlock<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, int boundedCapacity, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        options ??= new RunOptions();
        var fault = new BlockFault();
        var before = new ItemsBefore<TIn>(new BlockRoom(boundedCapacity), fault);
        var results = new ResultsBehind<TOut>(new BlockRoom(boundedCapacity), fault);
        var block = new PipelineBlock<TIn, TOut>(before, results, fault, results.Behind(before.Then(pipeline)).Run(options));
        block.EndWithRun(options.CancellationToken);
        return block;
    }

    /// <summary>Starts the source, as a block that gives what it gives.</summary>
    /// <param name="source">What the block gives.</param>
    /// <param name="boundedCapacity">
    /// How many items wait at most to be taken, half of them in the hop behind the source's last stage; of 1 it is two. Besides, one is in
    /// hand, and the source's own hops and stages hold what they do anywhere.
    /// </param>
    /// <param name="options">Where the source runs. Cancelling its token cancels the block.</param>
    public static PipelineSourceBlock<T> AsBlock<T>(this Pipeline<Nothing, T> source, int boundedCapacity, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        options ??= new RunOptions();
        var fault = new BlockFault();
        var results = new ResultsBehind<T>(new BlockRoom(boundedCapacity), fault);
        var block = new PipelineSourceBlock<T>(results, fault, results.Behind(source).Run(options));
        block.EndWithRun(options.CancellationToken);
        return block;
    }
}
