namespace Flow.TcpIp;

/// <summary>All timers of a stack: a binary heap by deadline.</summary>
/// <remarks>
/// A timer that is put off stays where it is and is moved when its old place comes up, since a retransmission timer is put off
/// by each acknowledgment and hardly ever elapses. So <see cref="NextAt"/> may be early, and is never late.
/// </remarks>
internal sealed class TimerQueue
{
    private readonly List<Timer> _heap = [];

    /// <summary>When <see cref="Run"/> must next be called.</summary>
    public TimeSpan? NextAt => _heap.Count == 0 ? null : _heap[0].QueuedAt;

    /// <summary>Sets a timer's deadline; <see cref="Timer.Never"/> for none.</summary>
    public void Set(Timer timer, TimeSpan dueAt)
    {
        timer.DueAt = dueAt;
        if (timer.Index >= 0 && timer.QueuedAt <= dueAt) return;
        if (dueAt == Timer.Never) return;
        timer.QueuedAt = dueAt;
        if (timer.Index < 0)
        {
            timer.Index = _heap.Count;
            _heap.Add(timer);
        }
        SiftUp(timer);
    }

    /// <summary>Takes a timer out, for good.</summary>
    public void Remove(Timer timer)
    {
        timer.DueAt = Timer.Never;
        if (timer.Index < 0) return;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != timer)
        {
            last.Index = timer.Index;
            _heap[last.Index] = last;
            SiftUp(last);
            SiftDown(last);
        }
        timer.Index = -1;
    }

    /// <summary>Calls the owner of each timer that is due.</summary>
    public void Run(TimeSpan now)
    {
        while (_heap.Count > 0 && _heap[0].QueuedAt <= now)
        {
            var timer = _heap[0];
            var dueAt = timer.DueAt;
            Remove(timer);
            if (dueAt > now) Set(timer, dueAt);
            else timer.Owner.TimerElapsed(now);
        }
    }

    private void SiftUp(Timer timer)
    {
        var index = timer.Index;
        while (index > 0)
        {
            var parent = _heap[(index - 1) / 2];
            if (parent.QueuedAt <= timer.QueuedAt) break;
            Place(parent, index);
            index = (index - 1) / 2;
        }
        Place(timer, index);
    }

    private void SiftDown(Timer timer)
    {
        var index = timer.Index;
        while (2 * index + 1 < _heap.Count)
        {
            var child = 2 * index + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].QueuedAt < _heap[child].QueuedAt) child++;
            if (timer.QueuedAt <= _heap[child].QueuedAt) break;
            Place(_heap[child], index);
            index = child;
        }
        Place(timer, index);
    }

    private void Place(Timer timer, int index)
    {
        _heap[index] = timer;
        timer.Index = index;
    }
}
