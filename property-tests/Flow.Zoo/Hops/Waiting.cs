using Flow.Testing;

namespace Flow.Zoo.Hops;

/// <summary>
/// Where one end of a hop waits: what wakes it is put here by the one who waits, and taken away by the one who wakes, who cancels, or
/// who looks again and finds that there is no need to wait.
/// </summary>
internal sealed class Waiting
{
    private Action? _wake;
    private Action? _bell;

    /// <summary>Whether somebody waits here.</summary>
    public bool IsParked
    {
        get
        {
            Interleaving.Point();
            return Volatile.Read(ref _wake) is not null;
        }
    }

    /// <summary>Announces a wait; whoever does looks again afterwards.</summary>
    /// <exception cref="InvalidOperationException">A wait is pending.</exception>
    public void Park(Action wake)
    {
        Interleaving.Point();
        if (Interlocked.CompareExchange(ref _wake, wake, null) is not null)
            throw new InvalidOperationException("A wait on this end of the hop is already pending.");
    }

    /// <summary>Announces that a bell is to be rung, in the place of an earlier one.</summary>
    public void ParkBell(Action ring)
    {
        if (_bell is { } earlier) TryUnpark(earlier);
        _bell = ring;
        Park(ring);
    }

    /// <summary>Takes an announcement back; false when the other side was faster.</summary>
    public bool TryUnpark(Action wake)
    {
        Interleaving.Point();
        return Interlocked.CompareExchange(ref _wake, null, wake) == wake;
    }

    /// <summary>Wakes whoever waits. What it is woken for has been published, with a full fence after it.</summary>
    public void Wake()
    {
        if (!IsParked) return;
        Interleaving.Point();
        Interlocked.Exchange(ref _wake, null)?.Invoke();
    }
}
