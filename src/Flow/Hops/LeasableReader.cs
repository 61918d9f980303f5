namespace Flow;

/// <summary>A reading end of one of Flow's own hops: the owner's, or one lent to a run of a body.</summary>
internal abstract class LeasableReader<T>(bool isLease) : HopReader<T>, ILease
{
    private volatile bool _closed;
    private TaskCompletionSource? _fenced;

    /// <summary>Whether it is lent: then somebody ends it, whatever its tenant does.</summary>
    public bool IsLease => isLease;

    /// <summary>
    /// The token of the run's body it is lent to, which waits with it again and again. Only with that one a wait may stay registered: of another,
    /// whose source is reset, a registration is gone and looks as if it were there.
    /// </summary>
    public CancellationToken TenantToken { get; set; }

    public bool IsClosed => _closed;

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal sealed override Hop<T>? OwnedHop => isLease ? null : Hop;

    /// <summary>What it is an end of.</summary>
    protected abstract Hop<T> Hop { get; }

    public sealed override bool CanCount => true;

    public sealed override bool CanPeek => true;

    public sealed override Task Completion => isLease ? CompletionOfLease() : CompletionOfHop;

    protected abstract Task CompletionOfHop { get; }

    public void Fence()
    {
        _closed = true;
        Wake();
        Volatile.Read(ref _fenced)?.TrySetResult();
    }

    public sealed override void Abandon(Exception? error = null)
    {
        if (isLease)
        {
            IsEndedByBody = true;
            Error = error;
            Fence();
        }
        else
        {
            _closed = true;
            Hop.Abandon(error, ReleaseReason.Abandoned);
        }
    }

    /// <summary>Ends a pending wait: the lease is closed.</summary>
    protected abstract void Wake();

    // A lease ends with the hop, or at its fence.
    private Task CompletionOfLease()
    {
        var fenced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fenced = Interlocked.CompareExchange(ref _fenced, fenced, null) ?? fenced;
        if (_closed) fenced.TrySetResult();
        return Task.WhenAny(CompletionOfHop, fenced.Task).Unwrap();
    }
}
