using System.Diagnostics;
using System.Runtime.CompilerServices;
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
/// <para>Each wait has a number, which is part of the state. Whoever fires may be late, and meet a wait that began after what it has to
/// tell; so it ends the wait it has seen, by its number, and only when it has seen an answer while that lasted. What the answer is
/// is looked up when it is fetched.</para>
/// <para>To register with a token for each wait costs as much as the rest of a short one. An end that is lent waits with the same token again
/// and again, its run's, so that registration stays from wait to wait until its tenant leaves; a cancellation that comes between two waits is
/// seen when the next one has parked, and one that was meant for an earlier wait ends no other, since each has its own token.</para>
/// <para>In a simulation each look at the state, and each change of it, is a point where another strand may go on first.</para>
/// </remarks>
internal class Waiter(TimeProvider timeProvider, ISimulation? simulation) : IValueTaskSource<bool>
{
    // The low bits of the state say how far a wait is, those above which one it is.
    private const int Idle = 0;
    private const int Fired = 1;
    private const int Cancelled = 2;
    private const int Begun = 3;
    private const int Parked = 4;
    private const int Belled = 5;
    private const int Phases = 8;

    private static readonly Action<object?> OnCancelled = static waiter => ((Waiter)waiter!).Cancel();

    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private bool _staysRegistered;
    private Continuation _continuation;
    private IWaitingEnd? _end;
    private IBell? _bell;
    private int _key;
    private bool _isTimed;
    private int _state;
    private WaitWatch _watch = new(timeProvider);

    /// <summary>Whether somebody waits here. The caller has a full fence between its change and this look.</summary>
    public bool IsArmed => ArmedWait != 0;

    /// <summary>The wait there is, for <see cref="TryFire"/>; 0 when there is none.</summary>
    public int ArmedWait
    {
        get
        {
            var state = Volatile.Read(ref _state);
            return PhaseOf(state) >= Begun ? state : 0;
        }
    }

    /// <summary>Time spent parked so far, the present wait included.</summary>
    public TimeSpan Waited => _watch.Elapsed;

    private int Phase => PhaseOf(Volatile.Read(ref _state));

    /// <summary>A wait of <paramref name="end"/>, which has just found nothing to do; it is asked again when it parks.</summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its answer has not been fetched.</exception>
    public ValueTask<bool> WaitAsync(IWaitingEnd end, CancellationToken cancellationToken, bool staysRegistered = false)
    {
        var idle = Volatile.Read(ref _state);
        if (PhaseOf(idle) != Idle) ThrowSecondWait();
        _end = end;
        _bell = null;
        if (cancellationToken.CanBeCanceled) _cancellation = cancellationToken;
        _staysRegistered = staysRegistered;
        simulation?.Point();
        Volatile.Write(ref _state, idle + Begun);
        simulation?.Point();
        if (cancellationToken.CanBeCanceled && cancellationToken != _registration.Token) Register(cancellationToken);
        return new ValueTask<bool>(this, TokenOf(idle));
    }

    /// <summary>
    /// Announces that <paramref name="bell"/> is to be rung; the owner looks again afterwards. It takes the place of an earlier
    /// announcement like it, which may just be answered, and then rings as well. It is timed where the owner can do nothing until then.
    /// </summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its answer has not been fetched.</exception>
    public void Park(IBell bell, int key, bool isTimed = true)
    {
        if (_bell is not null)
        {
            // Whoever answers the earlier one is between two steps that nothing holds up.
            var spin = new SpinWait();
            while (Phase != Idle && !TryUnpark())
            {
                if (simulation is null) spin.SpinOnce();
                else simulation.Yield();
            }
        }

        var idle = Volatile.Read(ref _state);
        if (PhaseOf(idle) != Idle) ThrowSecondWait();
        _bell = bell;
        _key = key;
        _isTimed = isTimed;
        if (isTimed) _watch.Start();
        simulation?.Point();
        Interlocked.Exchange(ref _state, idle + Belled);
    }

    /// <summary>Takes the announcement of a bell back; false when it has been decided meanwhile that it rings.</summary>
    public bool TryUnpark()
    {
        simulation?.Point();
        var state = Volatile.Read(ref _state);
        if (PhaseOf(state) != Belled || !TryMove(state, Idle, nextWait: true)) return false;
        if (_isTimed) _watch.Stop();
        return true;
    }

    /// <summary>Ends the wait there is, or rings its bell, whatever it waits for.</summary>
    public void Fire()
    {
        while (ArmedWait is var wait and not 0 && !TryFire(wait))
        {
            // It has moved on meanwhile.
        }
    }

    /// <summary>
    /// Ends the wait there is, if it has an answer now, or rings its bell. The caller has a full fence between what it changed and this.
    /// </summary>
    public void FireIfAnswered()
    {
        for (var wait = ArmedWait; wait != 0; wait = ArmedWait)
        {
            // While the wait is the one seen before, its end takes nothing; so an answer found in between is still there at the end.
            if (PhaseOf(wait) != Belled && _end!.IsPending) return;
            if (TryFire(wait)) return;
        }
    }

    /// <summary>
    /// Ends <paramref name="wait"/>, or rings its bell, unless it is over; of which the caller knows that it has an answer, since
    /// it has seen both while that lasted. It begins with a full fence.
    /// </summary>
    public bool TryFire(int wait)
    {
        simulation?.Point();
        if (!TryMove(wait, Fired)) return false;
        switch (PhaseOf(wait))
        {
            case Parked:
                GoOn();
                break;
            case Belled:
                // Read only once the outcome is ours, and before the owner may arm again.
                var (bell, key) = (_bell!, _key);
                if (_isTimed) _watch.Stop();
                simulation?.Point();
                Volatile.Write(ref _state, wait - Belled + Phases);
                OnOver();
                bell.Ring(key);
                break;
        }

        return true;
    }

    /// <summary>
    /// The waiter for the next tenant of this end: this one, unless the last tenant left a wait behind, or an answer not fetched.
    /// </summary>
    public Waiter ForNextTenant()
    {
        Fire();
        Unregister();
        return Phase == Idle ? this : new Waiter(_watch.TimeProvider, simulation) { _watch = _watch.Continued() };
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
        if (cancellation.CanBeCanceled) _cancellation = default;
        if (!_staysRegistered) Unregister();
        simulation?.Point();
        var state = Volatile.Read(ref _state);
        Volatile.Write(ref _state, state - PhaseOf(state) + Phases);
        OnOver();
        if (status == ValueTaskSourceStatus.Canceled) throw new OperationCanceledException(cancellation);
        return end.Answer();
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (simulation is null) Announce(continuation, state, token, flags);
        else AnnounceInSimulation(simulation, continuation, state, token, flags);
    }

    private void AnnounceInSimulation(
        ISimulation simulation, Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        try
        {
            Announce(continuation, state, token, flags);
        }
        catch (Exception) when (simulation.IsGivenUp)
        {
            // An await throws what comes out of here on the pool, where nobody catches it. The strand leaves its call by returning.
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Announce(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var seen = Volatile.Read(ref _state);
        if (token != TokenOf(seen) || PhaseOf(seen) == Parked) ThrowMisused();
        _continuation = Continuation.Capture(continuation, state, flags);
        _watch.Start();
        simulation?.Point();
        if (TryMove(seen - PhaseOf(seen) + Begun, Parked))
        {
            EndIfDue();
            return;
        }

        // It is over already.
        _watch.Stop();
        var ready = _continuation;
        _continuation = default;
        ready.Queue();
    }

    /// <summary>A wait is over: its answer is being fetched, or its bell rung.</summary>
    protected virtual void OnOver()
    {
    }

    // A wait that is looked at and not awaited is not announced; so whoever asks looks in the other side's place.
    private ValueTaskSourceStatus StatusOf(short token)
    {
        var state = Volatile.Read(ref _state);
        if (token != TokenOf(state)) ThrowMisused();
        simulation?.Point();
        if (PhaseOf(state) == Begun)
        {
            EndIfDue();
            simulation?.Point();
            state = Volatile.Read(ref _state);
        }

        return PhaseOf(state) switch
        {
            Begun or Parked => ValueTaskSourceStatus.Pending,
            Cancelled => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Succeeded,
        };
    }

    /// <summary>The tenant waits no more: nothing holds on to this waiter.</summary>
    public void Unregister()
    {
        // It does not wait for a callback that is running.
        _registration.Unregister();
        _registration = default;
    }

    private void Register(CancellationToken cancellationToken)
    {
        Unregister();
        _registration = cancellationToken.UnsafeRegister(OnCancelled, this);
    }

    // Most waits have no reason to end yet, which one look tells. The owner may have gone on at any moment of this, and wait again:
    // what follows the look is about the wait there is.
    private void EndIfDue()
    {
        if (!_end!.IsPending) FireIfAnswered();
        // Copied first: looking at it twice, it may be gone the second time.
        var cancellation = _cancellation;
        if (cancellation.IsCancellationRequested) Cancel();
    }

    // Ends the wait there is, if its token is cancelled.
    private void Cancel()
    {
        while (true)
        {
            simulation?.Point();
            var wait = Volatile.Read(ref _state);
            var cancellation = _cancellation;
            if (PhaseOf(wait) is not (Begun or Parked) || !cancellation.IsCancellationRequested) return;
            simulation?.Point();
            if (!TryMove(wait, Cancelled)) continue;
            if (PhaseOf(wait) == Parked) GoOn();
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

    // Takes a wait from the phase it was seen in to another one; false when it is not there any more.
    private bool TryMove(int wait, int phase, bool nextWait = false) =>
        Interlocked.CompareExchange(ref _state, wait - PhaseOf(wait) + phase + (nextWait ? Phases : 0), wait) == wait;

    private static int PhaseOf(int state) => state & (Phases - 1);

    private static short TokenOf(int state) => (short)(state >> 3);

    [StackTraceHidden]
    private static void ThrowMisused() => throw new InvalidOperationException(
        "A wait is awaited once, and its answer is fetched once, when it is there; this one was used otherwise.");
}
