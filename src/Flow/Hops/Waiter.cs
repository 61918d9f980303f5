using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace Flow;

/// <summary>
/// Where one end of a hop (or a doorbell's owner) waits: for a result it awaits, or for a doorbell to be rung in its place.
/// </summary>
/// <remarks>
/// The owner parks, then looks again, then waits; the other side changes something, then looks whether somebody is parked.
/// Both have a full fence between their two steps, so at least one of them sees the other (Dekker). Whoever takes the state
/// away from <see cref="Parked"/> or <see cref="Belled"/> decides the outcome, so there is exactly one: fired, failed,
/// cancelled, or taken back by the owner.
/// </remarks>
internal sealed class Waiter(TimeProvider timeProvider) : IValueTaskSource<bool>
{
    private const int Idle = 0;
    private const int Parked = 1;
    private const int Belled = 2;
    private const int Fired = 3;

    private static readonly Action<object?, CancellationToken> OnCancelled = static (waiter, token) => ((Waiter)waiter!).Cancel(token);

    // Continuations never run inside the call that fires: the firing side holds an item, or a lock, of its own.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private Doorbell? _bell;
    private int _key;
    private int _state;
    private long _parkedAt;
    private long _waitedTicks;

    /// <summary>Whether somebody waits here. The caller has a full fence between its change and this look.</summary>
    public bool IsArmed => Volatile.Read(ref _state) is Parked or Belled;

    /// <summary>Time spent parked so far, the present wait included; waits by doorbell are not timed.</summary>
    public TimeSpan Waited
    {
        get
        {
            var waited = TimeSpan.FromTicks(Volatile.Read(ref _waitedTicks));
            var since = Volatile.Read(ref _parkedAt);
            return Volatile.Read(ref _state) == Parked ? waited + timeProvider.GetElapsedTime(since) : waited;
        }
    }

    /// <summary>Announces a wait; the owner looks again afterwards, and then calls <see cref="WaitAsync"/> or <see cref="TryUnpark"/>.</summary>
    /// <exception cref="InvalidOperationException">A wait is pending, or its result has not been fetched.</exception>
    public void Park()
    {
        if (_state != Idle) ThrowSecondWait();
        _core.Reset();
        Volatile.Write(ref _parkedAt, timeProvider.GetTimestamp());
        Interlocked.Exchange(ref _state, Parked);
    }

    /// <summary>Announces that <paramref name="bell"/> is to be rung; the owner looks again afterwards.</summary>
    public void Park(Doorbell bell, int key)
    {
        if (_state != Idle) ThrowSecondWait();
        _bell = bell;
        _key = key;
        Interlocked.Exchange(ref _state, Belled);
    }

    /// <summary>Takes the announcement back; false when the outcome has been decided meanwhile.</summary>
    public bool TryUnpark()
    {
        var state = Volatile.Read(ref _state);
        return state is Parked or Belled && Interlocked.CompareExchange(ref _state, Idle, state) == state;
    }

    /// <summary>The wait that <see cref="Park()"/> announced.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var wait = new ValueTask<bool>(this, _core.Version);
        if (cancellationToken.CanBeCanceled) _registration = cancellationToken.UnsafeRegister(OnCancelled, this);
        return wait;
    }

    /// <summary>Ends a wait, if there is one, with <paramref name="result"/>.</summary>
    public void Fire(bool result)
    {
        if (TryDecide()) _core.SetResult(result);
    }

    /// <summary>Ends a wait, if there is one, with an error.</summary>
    public void Fail(Exception error)
    {
        if (TryDecide()) _core.SetException(error);
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        // Waits for a cancellation callback that is running, so that it cannot reach the next wait.
        _registration.Dispose();
        _registration = default;
        // Not decided yet means the caller asks before the end, or asks twice: the core throws for both.
        var decided = Volatile.Read(ref _state) == Fired && token == _core.Version;
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            if (decided) Volatile.Write(ref _state, Idle);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    // True when the caller decides the outcome of a wait and must set it; a doorbell is rung here.
    private bool TryDecide()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Parked:
                    if (Interlocked.CompareExchange(ref _state, Fired, Parked) != Parked) continue;
                    AddWaited();
                    return true;
                case Belled:
                    if (Interlocked.CompareExchange(ref _state, Fired, Belled) != Belled) continue;
                    // Read only once the outcome is ours, and before the owner may arm again.
                    var (bell, key) = (_bell!, _key);
                    Volatile.Write(ref _state, Idle);
                    bell.Ring(key);
                    return false;
                default:
                    return false;
            }
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Fired, Parked) != Parked) return;
        AddWaited();
        _core.SetException(new OperationCanceledException(token));
    }

    private void AddWaited() =>
        Volatile.Write(ref _waitedTicks, _waitedTicks + timeProvider.GetElapsedTime(_parkedAt).Ticks);

    [StackTraceHidden]
    private static void ThrowSecondWait() => throw new InvalidOperationException(
        "A wait on this end of the hop is already pending; each end serves one caller, which waits for one thing at a time.");
}
