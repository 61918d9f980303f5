namespace Flow;

/// <summary>A writing end of one of Flow's own hops: the owner's, or one lent to a run of a body.</summary>
internal abstract class LeasableWriter<T>(bool isLease) : HopWriter<T>, ILease
{
    private volatile bool _closed;

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

    public void Fence()
    {
        _closed = true;
        Wake();
    }

    public sealed override bool TryComplete(Exception? error = null)
    {
        if (!isLease) return CompleteHop(error);
        if (IsEndedByBody) return false;
        IsEndedByBody = true;
        Error = error;
        Fence();
        return true;
    }

    protected abstract bool CompleteHop(Exception? error);

    /// <summary>Ends a pending wait: the lease is closed.</summary>
    protected abstract void Wake();
}
