namespace Flow.Adapters;

/// <summary>Makes Dataflow blocks of pipelines.</summary>
public static class DataflowBlocks
{
    /// <summary>Starts the pipeline, as a block among others; a sink is a target among them.</summary>
    /// <param name="pipeline">What the block does.</param>
    /// <param name="boundedCapacity">
    /// How many items wait at most before the pipeline, and how many results behind it. When there is no room the block postpones what it
    /// is offered. Besides those there are at most one in the hop before the pipeline's first stage, whatever bound that has elsewhere, one in
    /// the hop behind its last, one in hand before and one behind, and what the pipeline's other hops and its stages hold.
    /// </param>
    /// <param name="options">Where the pipeline runs. Cancelling its token cancels the block.</param>
    public static PipelineBlock<TIn, TOut> AsBlock<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, int boundedCapacity, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        options ??= new RunOptions();
        var fault = new BlockFault();
        var before = new ItemsBefore<TIn>(boundedCapacity, fault);
        var results = new ResultsBehind<TOut>(boundedCapacity, fault);
        var block = new PipelineBlock<TIn, TOut>(before, results, fault, results.Behind(before.Then(pipeline)).Run(options));
        block.EndWithRun(options.CancellationToken);
        return block;
    }

    /// <summary>Starts the source, as a block that gives what it gives.</summary>
    /// <param name="source">What the block gives.</param>
    /// <param name="boundedCapacity">
    /// How many items wait at most to be taken, besides one in the hop behind the source's last stage, one in hand, and what its other hops and
    /// its stages hold.
    /// </param>
    /// <param name="options">Where the source runs. Cancelling its token cancels the block.</param>
    public static PipelineSourceBlock<T> AsBlock<T>(this Pipeline<Nothing, T> source, int boundedCapacity, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        options ??= new RunOptions();
        var fault = new BlockFault();
        var results = new ResultsBehind<T>(boundedCapacity, fault);
        var block = new PipelineSourceBlock<T>(results, fault, results.Behind(source).Run(options));
        block.EndWithRun(options.CancellationToken);
        return block;
    }
}
