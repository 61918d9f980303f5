using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace Flow;

/// <summary>
/// Where one end of a hop (or a doorbell's owner) waits: for an answer it awaits, or for a doorbell to be rung in its place.
/// </summary>
/// <remarks>
/// <para>The owner parks, then looks again, then waits; the other side changes something, then looks whether somebody is parked.
/// Both have a full fence between their two steps, so at least one of them sees the other (Dekker). Whoever takes the state
/// away from <see cref="Parked"/> or <see cref="Belled"/> decides the outcome, so there is exactly one: fired, cancelled, or
/// taken back by the owner.</para>
/// <para>A wake carries no news. Whoever fires may be late, and meet a wait that began after what it has to tell: the answer is
/// what <see cref="IWaitingEnd.Answer"/> finds when it is fetched.</para>
/// <para>In a simulation each look at the state, and each change of it, is a point where another strand may go on first.</para>
/// </remarks>
internal class Waiter(TimeProvider timeProvider, ISimulation? simulation) : IValueTaskSource<bool>
{
    private const int Idle = 0;
    private const int Parked = 1;
    private const int Belled = 2;
    private const int Fired = 3;

    private static readonly Action<object?, CancellationToken> OnCancelled = static (waiter, token) => ((Waiter)waiter!).Cancel(token);

    // Continuations never run inside the call that fires: the firing side holds an item, or a lock, of its own.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private IWaitingEnd? _end;
    private Doorbell? _bell;
    private int _key;
    private int _state;
    private WaitWatch _watch = new(timeProvider);

    /// <summary>Whether somebody waits here. The caller has a full fence between its change and this look.</summary>
    public bool IsArmed => Volatile.Read(ref _state) is Parked or Belled;

    /// <summary>Time spent parked so far, the present wait included; waits by doorbell are not timed.</summary>
    public TimeSpan Waited => _watch.Elapsed(isRunning: Volatile.Read(ref _state) == Parked);

    /// <summary>
    /// Announces a wait of <paramref name="end"/>; it looks again afterwards, and then calls <see cref="WaitAsync"/> or
    /// <see cref="TryUnpark"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its answer has not been fetched.</exception>
    public void Park(IWaitingEnd end)
    {
        Begin();
        _end = end;
        _watch.Start();
        simulation?.Point();
        Interlocked.Exchange(ref _state, Parked);
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

        Begin();
        _bell = bell;
        _key = key;
        simulation?.Point();
        Interlocked.Exchange(ref _state, Belled);
    }

    /// <summary>Takes the announcement back; false when the outcome has been decided meanwhile.</summary>
    public bool TryUnpark()
    {
        simulation?.Point();
        var state = Volatile.Read(ref _state);
        simulation?.Point();
        return state is Parked or Belled && Interlocked.CompareExchange(ref _state, Idle, state) == state;
    }

    /// <summary>The wait that <see cref="Park(IWaitingEnd)"/> announced.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        simulation?.Point();
        var wait = new ValueTask<bool>(this, _core.Version);
        if (cancellationToken.CanBeCanceled) _registration = cancellationToken.UnsafeRegister(OnCancelled, this);
        return wait;
    }

    /// <summary>Ends a wait, if there is one, or rings its bell.</summary>
    public void Fire()
    {
        while (true)
        {
            simulation?.Point();
            switch (Volatile.Read(ref _state))
            {
                case Parked:
                    simulation?.Point();
                    if (Interlocked.CompareExchange(ref _state, Fired, Parked) != Parked) continue;
                    _watch.Stop();
                    simulation?.Point();
                    _core.SetResult(true);
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
        // Asked before the end, or for another wait: the core throws, and the wait goes on untouched.
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending) return _core.GetResult(token);
        // Waits for a cancellation callback that is running, so that it cannot reach the next wait.
        _registration.Dispose();
        _registration = default;
        var end = _end!;
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            simulation?.Point();
            Volatile.Write(ref _state, Idle);
            OnFetched();
        }

        return end.Answer();
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        // A wait taken as a task asks for no scheduler; it, too, stays on the one it began on.
        if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) == 0 && TaskScheduler.Current != TaskScheduler.Default)
            flags |= ValueTaskSourceOnCompletedFlags.UseSchedulingContext;
        _core.OnCompleted(continuation, state, token, flags);
    }

    /// <summary>The answer of a wait is being fetched: the wait is over.</summary>
    protected virtual void OnFetched()
    {
    }

    private void Begin()
    {
        if (Volatile.Read(ref _state) != Idle) ThrowSecondWait();
        _core.Reset();
    }

    private void Cancel(CancellationToken token)
    {
        simulation?.Point();
        if (Interlocked.CompareExchange(ref _state, Fired, Parked) != Parked) return;
        _watch.Stop();
        simulation?.Point();
        _core.SetException(new OperationCanceledException(token));
    }
}
