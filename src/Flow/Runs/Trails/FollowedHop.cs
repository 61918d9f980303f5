namespace Flow;

/// <summary>A hop whose items a <see cref="Trail"/> sees go in and come out; all else is the hop's own.</summary>
internal sealed class FollowedHop<T> : Hop<T>
{
    private readonly Hop<T> _hop;
    private readonly Trail _trail;
    private readonly TimeProvider _timeProvider;

    public FollowedHop(HopOptions<T> options, Trail trail, TimeProvider timeProvider)
        : base(options.Name!)
    {
        _trail = trail;
        _timeProvider = timeProvider;
        var release = options.Release;
        _hop = Create(
            options with
            {
                Release = (item, reason) =>
                {
                    Leave(item, reason);
                    if (release is not null) release(item, reason);
                    else Unwanted.Dispose(item);
                },
            },
            timeProvider);
        SetEnds(new FollowedReader<T>(this, _hop.Reader), new FollowedWriter<T>(this, _hop.Writer));
    }

    internal override string? ReadBy
    {
        get => _hop.ReadBy;
        set => _hop.ReadBy = value;
    }

    internal override string? WrittenBy
    {
        get => _hop.WrittenBy;
        set => _hop.WrittenBy = value;
    }

    public override HopReading Read() => _hop.Read();

    public Trail.Visit? Enter(T item) => _trail.Enter(Name, item, _timeProvider);

    public void Refuse(Trail.Visit? visit)
    {
        if (visit is not null) _trail.Refuse(visit);
    }

    public void Leave(T item, ReleaseReason? released = null) => _trail.Leave(Name, item, _timeProvider, released);

    internal override HopReader<T> LeaseReader() => new FollowedReader<T>(this, _hop.LeaseReader());

    internal override HopWriter<T> LeaseWriter() => new FollowedWriter<T>(this, _hop.LeaseWriter());

    internal override void Abandon(Exception? error, ReleaseReason reason) => _hop.Abandon(error, reason);

    internal override void ReleaseTaken(T item, ReleaseReason reason) => _hop.ReleaseTaken(item, reason);

    internal override void Owe(Exception error) => _hop.Owe(error);
}
