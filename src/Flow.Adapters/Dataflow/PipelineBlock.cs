using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>A running pipeline as a Dataflow block.</summary>
/// <remarks>
/// <para>It completes when it has been completed, the pipeline has ended, and the results have been taken. When the pipeline ends early the
/// block declines whatever else it is offered, and disposes what waits before the pipeline, where that can be.</para>
/// <para>It faults with the run's <see cref="StageFaultException"/>, which names the stage; faulted from outside, with what it was given.
/// Faulted or cancelled, it disposes what it holds and nobody has taken, where that can be, and completes when the run has ended. Only a stage
/// that faults after all that was sent has gone into the pipeline is not heard of before the results that come before the fault are
/// taken.</para>
/// </remarks>
public sealed class PipelineBlock<TIn, TOut> : PipelineSourceBlock<TOut>, IPropagatorBlock<TIn, TOut>
{
    private readonly ItemsBefore<TIn> _before;

    internal PipelineBlock(ItemsBefore<TIn> before, ResultsBehind<TOut> results, BlockFault fault, PipelineRun run)
        : base(results, fault, run)
    {
        _before = before;
    }

    DataflowMessageStatus ITargetBlock<TIn>.OfferMessage(
        DataflowMessageHeader messageHeader, TIn messageValue, ISourceBlock<TIn>? source, bool consumeToAccept) =>
        ((ITargetBlock<TIn>)_before.Waiting).OfferMessage(messageHeader, messageValue, source, consumeToAccept);

    private protected override void EndInput() => _before.Waiting.Complete();

    private protected override Task<Exception?> DisposeInputAsync() => _before.DisposeLeftAsync();
}
