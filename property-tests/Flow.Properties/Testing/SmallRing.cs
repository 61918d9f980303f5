using Flow.Testing;

namespace Flow.Properties.Testing;

/// <summary>What can be wrong with a small ring.</summary>
public enum RingFlaw
{
    None,
    NoSecondLook,
    TailBeforeItem,
    LookBeforeTail,
}

/// <summary>The protocol of a ring in a few lines, its reader waiting for its writer, with a flaw.</summary>
internal sealed class SmallRing(RingFlaw flaw)
{
    private readonly int[] _slots = new int[8];
    private int _tail;
    private int _head;
    private TaskCompletionSource? _parked;

    public void Write(int item)
    {
        Interleaving.Point();
        var slot = _tail % _slots.Length;
        if (flaw == RingFlaw.TailBeforeItem) Publish();
        Interleaving.Point();
        _slots[slot] = item;
        Interleaving.Point();
        var isParked = _parked is not null;
        if (flaw != RingFlaw.TailBeforeItem) Publish();
        Interleaving.Point();
        if (flaw != RingFlaw.LookBeforeTail) isParked = _parked is not null;
        if (isParked) Interlocked.Exchange(ref _parked, null)?.SetResult();
    }

    public async Task<int> ReadAsync()
    {
        while (true)
        {
            Interleaving.Point();
            if (_head < _tail) break;
            var parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interleaving.Point();
            _parked = parked;
            Interleaving.Point();
            if (flaw != RingFlaw.NoSecondLook && _head < _tail) break;
            await parked.Task;
        }

        Interleaving.Point();
        return _slots[_head++ % _slots.Length];
    }

    private void Publish()
    {
        Interleaving.Point();
        _tail++;
    }
}
