using System.Collections.Concurrent;

namespace Flow;

/// <summary>
/// One place to wait for many hops: hops ring it with the key they were armed with, and a ready list says which rang.
/// </summary>
/// <remarks>
/// Anyone may ring; one owner takes keys and waits. A hop rings once for each time it is armed, so the list is no longer than
/// there are armed hops; a key rung by hand is listed once for each call.
/// </remarks>
public sealed class Doorbell : IBell, IWaitingEnd
{
    private readonly ConcurrentQueue<int> _rung = new();
    private readonly ISimulation? _simulation = ISimulation.Current;
    private readonly Waiter _owner;

    /// <summary>Makes a doorbell that nobody has rung.</summary>
    /// <param name="timeProvider">The clock its waits are timed by; the system's by default.</param>
    public Doorbell(TimeProvider? timeProvider = null)
    {
        _owner = new Waiter(timeProvider ?? TimeProvider.System, _simulation);
    }

    /// <summary>Puts <paramref name="key"/> on the ready list and wakes the owner.</summary>
    public void Ring(int key)
    {
        _simulation?.Point();
        _rung.Enqueue(key);
        Interlocked.MemoryBarrier();
        _simulation?.Point();
        _owner.FireIfAnswered();
    }

    /// <summary>Takes the next key off the ready list.</summary>
    public bool TryTake(out int key)
    {
        _simulation?.Point();
        return _rung.TryDequeue(out key);
    }

    /// <summary>Waits until the ready list has something on it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A wait is pending already.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A ring may wake the owner after its key has been taken.
        while (IsPending) await _owner.WaitAsync(this, cancellationToken);
    }

    bool IWaitingEnd.IsPending => IsPending;

    bool IWaitingEnd.Answer() => true;

    private bool IsPending
    {
        get
        {
            _simulation?.Point();
            return _rung.IsEmpty;
        }
    }
}
