using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>A running source as a Dataflow block, which gives what the source gives.</summary>
/// <remarks>
/// It completes when the source has ended, or has been drained because the block was completed, and the results have been taken. It faults
/// with the run's <see cref="StageFaultException"/>, which names the stage. Faulted or cancelled, it disposes the results that nobody has
/// taken, where that can be, and completes when the run has ended.
/// </remarks>
public class PipelineSourceBlock<T> : IReceivableSourceBlock<T>
{
    private readonly ResultsBehind<T> _results;
    private readonly BlockFault _fault;
    private Exception? _told;
    private bool _isClosed;

    internal PipelineSourceBlock(ResultsBehind<T> results, BlockFault fault, PipelineRun run)
    {
        _results = results;
        _fault = fault;
        Run = run;
    }

    /// <summary>The run, for its snapshots.</summary>
    public PipelineRun Run { get; }

    /// <inheritdoc/>
    public Task Completion => _results.Waiting.Completion;

    /// <inheritdoc/>
    public void Complete()
    {
        if (!Interlocked.Exchange(ref _isClosed, true)) EndInput();
    }

    // One that was completed cannot be faulted any more, as with other blocks.
    void IDataflowBlock.Fault(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (Interlocked.Exchange(ref _isClosed, true)) return;
        _told = CauseOf(exception);
        _fault.Tell(_told);
        EndInput();
    }

    /// <inheritdoc/>
    public IDisposable LinkTo(ITargetBlock<T> target, DataflowLinkOptions linkOptions) => _results.Waiting.LinkTo(target, linkOptions);

    /// <inheritdoc/>
    public bool TryReceive(Predicate<T>? filter, [MaybeNullWhen(false)] out T item) => _results.Waiting.TryReceive(filter, out item);

    /// <inheritdoc/>
    public bool TryReceiveAll([NotNullWhen(true)] out IList<T>? items) => _results.Waiting.TryReceiveAll(out items);

    T? ISourceBlock<T>.ConsumeMessage(DataflowMessageHeader messageHeader, ITargetBlock<T> target, out bool messageConsumed) =>
        ((ISourceBlock<T>)_results.Waiting).ConsumeMessage(messageHeader, target, out messageConsumed);

    bool ISourceBlock<T>.ReserveMessage(DataflowMessageHeader messageHeader, ITargetBlock<T> target) =>
        ((ISourceBlock<T>)_results.Waiting).ReserveMessage(messageHeader, target);

    void ISourceBlock<T>.ReleaseReservation(DataflowMessageHeader messageHeader, ITargetBlock<T> target) =>
        ((ISourceBlock<T>)_results.Waiting).ReleaseReservation(messageHeader, target);

    /// <summary>Nothing more is to come in.</summary>
    private protected virtual void EndInput() => _ = Run.DrainAsync();

    /// <summary>Disposes what was to come in; the run has ended.</summary>
    private protected virtual Task<Exception?> DisposeInputAsync() => Task.FromResult<Exception?>(null);

    /// <summary>Has the block end when the run has. Not in the context of whoever made it, which may be waiting for that.</summary>
    internal void EndWithRun(CancellationToken cancellationToken) => _ = Task.Run(() => EndAsync(cancellationToken), CancellationToken.None);

    // A link tells the completion of the block before it, which wraps what went wrong.
    private static Exception CauseOf(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var cause] } ? CauseOf(cause) : exception;

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Run.Completion);
        var undisposed = await DisposeInputAsync();
        // Not before, since the block has completed then and takes nothing more. Cancelled, it completes as that, whatever is said here.
        using var cancelling = cancellationToken.UnsafeRegister(static results => ((ResultsBehind<T>)results!).Cancel(), _results);
        if ((FaultOf(Run.Completion) ?? undisposed) is { } error) _results.Fault(error);
        else _results.Complete();
        await Task.WhenAny(Completion);
    }

    private Exception? FaultOf(Task run) => run switch
    {
        { IsCanceled: true } => new OperationCanceledException("The run was stopped."),
        { Exception.InnerException: { } fault } => _told is not null && ReferenceEquals(fault.InnerException, _told) ? _told : fault,
        _ => null,
    };
}
