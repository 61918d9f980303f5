using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Makes Dataflow blocks of pipelines.</summary>
public static class DataflowBlocks
{
    /// <summary>Starts the pipeline, as a block among others.</summary>
    /// <param name="pipeline">What the block does.</param>
    /// <param name="boundedCapacity">
    /// How many items wait at most before the pipeline, and how many results behind it, besides what its hops and stages hold. When
    /// there is no room the block postpones what it is offered.
    /// </param>
    /// <param name="options">Where the pipeline runs. Cancelling its token cancels the block.</param>
    public static PipelineBlock<TIn, TOut> AsBlock<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, int boundedCapacity, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(boundedCapacity, 1);
        return new PipelineBlock<TIn, TOut>(pipeline, boundedCapacity, options ?? new RunOptions());
    }
}

/// <summary>A running pipeline as a Dataflow block.</summary>
/// <remarks>
/// It completes when it has been completed, the pipeline has ended, and the results have been taken. It faults with the run's
/// <see cref="StageFaultException"/>, which names the stage. When the pipeline ends, early or with a fault, the block declines whatever
/// else it is offered, and disposes what waits before the pipeline, where that can be.
/// </remarks>
public sealed class PipelineBlock<TIn, TOut> : IPropagatorBlock<TIn, TOut>, IReceivableSourceBlock<TOut>
{
    // Buffer blocks know the protocol of offering, postponing and reserving; nobody should write it twice.
    private readonly BufferBlock<TIn> _before;
    private readonly BufferBlock<TOut> _behind;
    private readonly CancellationTokenSource _behindCancelled = new();

    internal PipelineBlock(Pipeline<TIn, TOut> pipeline, int boundedCapacity, RunOptions options)
    {
        _before = new BufferBlock<TIn>(new DataflowBlockOptions { BoundedCapacity = boundedCapacity });
        _behind = new BufferBlock<TOut>(new DataflowBlockOptions
        {
            BoundedCapacity = boundedCapacity,
            CancellationToken = _behindCancelled.Token,
        });
        Run = pipeline.Run(
            Source.From("block.in", _before),
            Pipeline.Of<TOut>().Then<Nothing>("block.out", async (input, _, cancellationToken) =>
            {
                if (await _behind.FeedAsync(input, cancellationToken) is { } error) throw error;
            }),
            options);
        _ = EndAsync(options.CancellationToken);
    }

    /// <summary>The run, for its snapshots.</summary>
    public PipelineRun Run { get; }

    /// <inheritdoc/>
    public Task Completion => _behind.Completion;

    /// <inheritdoc/>
    public void Complete() => _before.Complete();

    void IDataflowBlock.Fault(Exception exception) => ((IDataflowBlock)_before).Fault(exception);

    /// <inheritdoc/>
    public IDisposable LinkTo(ITargetBlock<TOut> target, DataflowLinkOptions linkOptions) => _behind.LinkTo(target, linkOptions);

    /// <inheritdoc/>
    public bool TryReceive(Predicate<TOut>? filter, [MaybeNullWhen(false)] out TOut item) => _behind.TryReceive(filter, out item);

    /// <inheritdoc/>
    public bool TryReceiveAll([NotNullWhen(true)] out IList<TOut>? items) => _behind.TryReceiveAll(out items);

    DataflowMessageStatus ITargetBlock<TIn>.OfferMessage(
        DataflowMessageHeader messageHeader, TIn messageValue, ISourceBlock<TIn>? source, bool consumeToAccept) =>
        ((ITargetBlock<TIn>)_before).OfferMessage(messageHeader, messageValue, source, consumeToAccept);

    TOut? ISourceBlock<TOut>.ConsumeMessage(DataflowMessageHeader messageHeader, ITargetBlock<TOut> target, out bool messageConsumed) =>
        ((ISourceBlock<TOut>)_behind).ConsumeMessage(messageHeader, target, out messageConsumed);

    bool ISourceBlock<TOut>.ReserveMessage(DataflowMessageHeader messageHeader, ITargetBlock<TOut> target) =>
        ((ISourceBlock<TOut>)_behind).ReserveMessage(messageHeader, target);

    void ISourceBlock<TOut>.ReleaseReservation(DataflowMessageHeader messageHeader, ITargetBlock<TOut> target) =>
        ((ISourceBlock<TOut>)_behind).ReleaseReservation(messageHeader, target);

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Run.Completion);
        _before.Complete();
        // It may be taking something that it had postponed.
        while (await _before.OutputAvailableAsync(CancellationToken.None))
        {
            while (_before.TryReceive(out var left)) (left as IDisposable)?.Dispose();
        }

        // Not before, since the block has completed then and takes nothing more. Cancelled, it completes as that, whatever is said here.
        using var cancelling = cancellationToken.UnsafeRegister(static behind => ((CancellationTokenSource)behind!).Cancel(), _behindCancelled);
        if (Run.Completion.Exception?.InnerException is { } fault) ((IDataflowBlock)_behind).Fault(fault);
        else if (Run.Completion.IsCanceled && !cancellationToken.IsCancellationRequested) ((IDataflowBlock)_behind).Fault(new OperationCanceledException("The run was stopped."));
        else _behind.Complete();
        await Task.WhenAny(_behind.Completion);
    }
}
