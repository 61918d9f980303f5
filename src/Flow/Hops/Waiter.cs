using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace Flow;

/// <summary>
/// Where one end of a hop (or a doorbell's owner) waits: for an answer it awaits, or for a doorbell to be rung in its place.
/// </summary>
/// <remarks>
/// <para>A wait begins unannounced. When it is awaited its owner parks, then looks again; the other side changes something, then looks
/// whether somebody is parked. Both have a full fence between their two steps, so at least one of them sees the other (Dekker). Whoever
/// takes the state away from <see cref="Begun"/>, <see cref="Parked"/> or <see cref="Belled"/> decides the outcome, so there is exactly
/// one: fired, cancelled, or taken back by the owner.</para>
/// <para>A wake carries no news. Whoever fires may be late, and meet a wait that began after what it has to tell: the answer is
/// what <see cref="IWaitingEnd.Answer"/> finds when it is fetched.</para>
/// <para>In a simulation each look at the state, and each change of it, is a point where another strand may go on first.</para>
/// </remarks>
internal class Waiter(TimeProvider timeProvider, ISimulation? simulation) : IValueTaskSource<bool>
{
    private const int Idle = 0;
    private const int Fired = 1;
    private const int Cancelled = 2;
    private const int Begun = 3;
    private const int Parked = 4;
    private const int Belled = 5;

    private static readonly Action<object?> OnCancelled = static waiter => ((Waiter)waiter!).Cancel();

    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private Continuation _continuation;
    private IWaitingEnd? _end;
    private Doorbell? _bell;
    private int _key;
    private int _state;
    private short _version;
    private WaitWatch _watch = new(timeProvider);

    /// <summary>Whether somebody waits here. The caller has a full fence between its change and this look.</summary>
    public bool IsArmed => Volatile.Read(ref _state) is Begun or Parked or Belled;

    /// <summary>Time spent parked so far, the present wait included; waits by doorbell are not timed.</summary>
    public TimeSpan Waited => _watch.Elapsed(isRunning: Volatile.Read(ref _state) == Parked);

    /// <summary>A wait of <paramref name="end"/>, which has just found nothing to do; it is asked again when it parks.</summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its answer has not been fetched.</exception>
    public ValueTask<bool> WaitAsync(IWaitingEnd end, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _state) != Idle) ThrowSecondWait();
        _end = end;
        _cancellation = cancellationToken;
        simulation?.Point();
        Volatile.Write(ref _state, Begun);
        simulation?.Point();
        if (cancellationToken.CanBeCanceled) _registration = cancellationToken.UnsafeRegister(OnCancelled, this);
        return new ValueTask<bool>(this, _version);
    }

    /// <summary>
    /// Announces that <paramref name="bell"/> is to be rung; the owner looks again afterwards. It takes the place of an earlier
    /// announcement like it, which may just be answered, and then rings as well.
    /// </summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its answer has not been fetched.</exception>
    public void Park(Doorbell bell, int key)
    {
        if (_bell is not null)
        {
            // Whoever answers the earlier one is between two steps that nothing holds up.
            var spin = new SpinWait();
            while (Volatile.Read(ref _state) != Idle && !TryUnpark())
            {
                if (simulation is null) spin.SpinOnce();
                else simulation.Yield();
            }
        }

        if (Volatile.Read(ref _state) != Idle) ThrowSecondWait();
        _bell = bell;
        _key = key;
        simulation?.Point();
        Interlocked.Exchange(ref _state, Belled);
    }

    /// <summary>Takes the announcement of a bell back; false when it has been decided meanwhile that it rings.</summary>
    public bool TryUnpark()
    {
        simulation?.Point();
        return Interlocked.CompareExchange(ref _state, Idle, Belled) == Belled;
    }

    /// <summary>Ends a wait, if there is one, or rings its bell. It begins with a full fence.</summary>
    public void Fire()
    {
        while (true)
        {
            simulation?.Point();
            switch (Interlocked.CompareExchange(ref _state, Fired, Parked))
            {
                case Parked:
                    GoOn();
                    return;
                case Begun:
                    simulation?.Point();
                    if (Interlocked.CompareExchange(ref _state, Fired, Begun) != Begun) continue;
                    return;
                case Belled:
                    simulation?.Point();
                    if (Interlocked.CompareExchange(ref _state, Fired, Belled) != Belled) continue;
                    // Read only once the outcome is ours, and before the owner may arm again.
                    var (bell, key) = (_bell!, _key);
                    simulation?.Point();
                    Volatile.Write(ref _state, Idle);
                    bell.Ring(key);
                    return;
                default:
                    return;
            }
        }
    }

    /// <summary>
    /// The waiter for the next tenant of this end: this one, unless the last tenant left a wait behind, or an answer not fetched.
    /// </summary>
    public Waiter ForNextTenant()
    {
        Fire();
        return Volatile.Read(ref _state) == Idle ? this : new Waiter(_watch.TimeProvider, simulation) { _watch = _watch };
    }

    /// <summary>Refuses a second wait where there may be one.</summary>
    [StackTraceHidden]
    public static void ThrowSecondWait() => throw new InvalidOperationException(
        "A wait on this end of the hop is already pending; each end serves one caller, which waits for one thing at a time.");

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var status = StatusOf(token);
        // Asked before the end: the wait goes on untouched.
        if (status == ValueTaskSourceStatus.Pending) ThrowMisused();
        var (end, cancellation) = (_end!, _cancellation);
        if (cancellation.CanBeCanceled)
        {
            // Waits for a cancellation callback that is running, so that it cannot reach the next wait.
            _registration.Dispose();
            (_registration, _cancellation) = (default, default);
        }

        _version++;
        simulation?.Point();
        Volatile.Write(ref _state, Idle);
        OnFetched();
        if (status == ValueTaskSourceStatus.Canceled) throw new OperationCanceledException(cancellation);
        return end.Answer();
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (token != _version || Volatile.Read(ref _state) == Parked) ThrowMisused();
        _continuation = Continuation.Capture(continuation, state, flags);
        _watch.Start();
        simulation?.Point();
        if (Interlocked.CompareExchange(ref _state, Parked, Begun) != Begun) _continuation.Queue();
        else if (!_end!.IsPending) Fire();
    }

    /// <summary>The answer of a wait is being fetched: the wait is over.</summary>
    protected virtual void OnFetched()
    {
    }

    // A wait that is looked at and not awaited is not announced; so whoever asks looks in the other side's place.
    private ValueTaskSourceStatus StatusOf(short token)
    {
        if (token != _version) ThrowMisused();
        simulation?.Point();
        if (Volatile.Read(ref _state) == Begun && !_end!.IsPending) Fire();
        simulation?.Point();
        return Volatile.Read(ref _state) switch
        {
            Begun or Parked => ValueTaskSourceStatus.Pending,
            Cancelled => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Succeeded,
        };
    }

    private void Cancel()
    {
        while (true)
        {
            simulation?.Point();
            var state = Volatile.Read(ref _state);
            if (state is not (Begun or Parked)) return;
            simulation?.Point();
            if (Interlocked.CompareExchange(ref _state, Cancelled, state) != state) continue;
            if (state == Parked) GoOn();
            return;
        }
    }

    // The owner can do nothing until it goes on, so what is the owner's may be used here.
    private void GoOn()
    {
        simulation?.Point();
        _watch.Stop();
        var continuation = _continuation;
        _continuation = default;
        continuation.Queue();
    }

    [StackTraceHidden]
    private static void ThrowMisused() => throw new InvalidOperationException(
        "A wait is awaited once, and its answer is fetched once, when it is there; this one was used otherwise.");
}
