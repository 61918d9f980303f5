namespace Flow;

/// <summary>A stage between two links, and what took its place since.</summary>
internal sealed class StageWork<TIn, TOut>(
    string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output, TimeProvider timeProvider) : Work
{
    private readonly StageFaults<TIn>? _faults = policy.Begin(path, input, timeProvider);
    private Tenant<TIn, TOut> _tenant = stage.Tenancy();
    private RememberingReader<TIn>? _remembering;
    private long _writtenBefore;

    public override long Restarts => _faults?.Restarts ?? 0;

    public override long Skipped => _faults?.Skipped ?? 0;

    public override ValueTask RunAsync(CancellationToken cancellationToken)
    {
        ReleaseInHand(ReleaseReason.Abandoned);
        var reader = input.Reader!;
        if (_faults is not null && reader is not SourceInput) reader = _remembering = new RememberingReader<TIn>(reader, _faults);
        return _tenant.RunAsync(reader, output.Writer!, timeProvider, cancellationToken);
    }

    public override async ValueTask<bool> TryHandleAsync(Exception error, CancellationToken cancellationToken)
    {
        if (_faults is null || _remembering is { HasGivenUp: true } || input.EndedWith(error)) return false;
        if (_remembering is null) PassWritten(_faults);
        var inHand = _remembering?.InHand ?? InHand<TIn>.None;
        _remembering?.Forget();
        return await _faults.TryHandleAsync(inHand, error, cancellationToken);
    }

    public override ValueTask EndAsync(CancellationToken cancellationToken) => _tenant.EndAsync(output.Writer!, cancellationToken);

    public override void Leave(Exception? error) => _tenant.Leave(next: null, error);

    public override void ReleaseInHand(ReleaseReason reason)
    {
        if (_remembering?.TakeBack() is { Any: true, Item: var item }) input.ReleaseTaken(item, reason);
    }

    public override void BeginFaults(Task run) => _faults?.Begin(run);

    public override void RefuseFaults(Task run) => _faults?.Refuse(run);

    public override void EndFaults() => _faults?.End();

    public override Action Prepare(StageReplacement replacement)
    {
        var stage = replacement.As<TIn, TOut>();
        policy.CheckTakenOver(path, stage);
        var next = stage.Tenancy();
        if (_tenant.State is { } state && state != next.State)
        {
            throw new ArgumentException(
                $"The stage '{path}' hands over a state of {TypeName.Of(state)}; what was to take its place takes "
                + $"{(next.State is { } other ? $"a state of {TypeName.Of(other)}" : "none")}.");
        }

        if (!input.CanFence)
        {
            throw new InvalidOperationException(
                $"The stage '{path}' reads a channel of somebody else's, which the run cannot fence; give the run a hop's reader instead.");
        }

        return () =>
        {
            next.TakeStateOf(_tenant);
            _tenant.Leave(next, error: null);
            _tenant = next;
        };
    }

    // A source takes no items; what it wrote since the last fault has passed.
    private void PassWritten(StageFaults<TIn> faults)
    {
        var written = output.Read()?.Items ?? 0;
        if (written > _writtenBefore) faults.Pass();
        _writtenBefore = written;
    }
}
