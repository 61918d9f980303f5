using System.Threading.Channels;

namespace Flow;

/// <summary>
/// The keys of a stage, each with its items that wait and, while it has a place, its pipeline. Places are given in the order keys ask for
/// them, and taken from keys that are idle or, when none is free, least recently used.
/// </summary>
internal sealed class Groups<TKey, TIn, TOut>(
    Func<TKey, Pipeline<TIn, TOut>> each,
    int maxKeys,
    TimeSpan? idle,
    Hand<TIn> hand,
    ChannelWriter<TOut> output,
    Doorbell bell,
    TimeProvider timeProvider,
    CancellationToken cancellationToken) : IAsyncDisposable
    where TKey : notnull
{
    private const int TimerKey = -2;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Hand<TOut> _results = new();
    private readonly Dictionary<TKey, Group<TKey, TIn, TOut>> _groups = [];
    private readonly Queue<Group<TKey, TIn, TOut>> _unplaced = new();
    private readonly List<Group<TKey, TIn, TOut>> _touched = [];
    private readonly List<Group<TKey, TIn, TOut>?> _places = [];
    private readonly Stack<int> _freePlaces = new();
    // Open ones, and those that ended by themselves: the first of them is the least recently used.
    private readonly LinkedList<Group<TKey, TIn, TOut>> _recent = new();
    private ITimer? _timer;
    private bool _timerRuns;
    private int _closing;

    /// <summary>How many items wait, of all keys.</summary>
    public int Waiting { get; private set; }

    public bool IsEmpty => _groups.Count == 0;

    /// <summary>What the keys are to be ended with, once what came before it has arrived.</summary>
    public Exception? Error { get; private set; }

    public void Fail(Exception error) => Error ??= error;

    /// <summary>Puts an item to those of its key that wait; <see cref="AdvanceAsync()"/> passes it on.</summary>
    public void Add(TKey key, TIn item)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            group = new Group<TKey, TIn, TOut>(key);
            _groups.Add(key, group);
            _unplaced.Enqueue(group);
        }

        group.Add(item);
        Waiting++;
        if (group.IsTouched) return;
        group.IsTouched = true;
        _touched.Add(group);
    }

    /// <summary>Does what can be done without waiting for the keys; false when the output has gone.</summary>
    public async ValueTask<bool> AdvanceAsync()
    {
        var now = idle is null ? 0 : timeProvider.GetTimestamp();
        foreach (var group in _touched)
        {
            group.IsTouched = false;
            Use(group, now);
            PassOn(group);
        }

        _touched.Clear();
        while (bell.TryTake(out var key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key == TimerKey) _timerRuns = false;
            else if (key >= 0 && _places[key] is { } group && !await AdvanceAsync(group)) return false;
        }

        EvictIdle(now);
        PlaceAll(now);
        return true;
    }

    /// <summary>Nothing more comes: every key for which no item waits makes what it makes of what it has.</summary>
    public void CloseAll()
    {
        for (var next = _recent.First; next is not null;)
        {
            var group = next.Value;
            next = next.Next;
            if (group.Waiting == 0) Evict(group);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        _stop.Cancel();
        foreach (var group in _groups.Values) await group.EndAsync();
        _results.Dispose();
    }

    private async ValueTask<bool> AdvanceAsync(Group<TKey, TIn, TOut> group)
    {
        // What was asked of a pipeline that ended may be answered late.
        if (group.State is GroupState.Ended) return true;
        // A batch of each in turn.
        if (_results.TryTake(group.Output) && !await _results.PutAsync(output, cancellationToken)) return false;
        PassOn(group);
        if (group.Output.TryArm(bell, group.Place)) return true;
        if (!group.Output.IsEnded) bell.Ring(group.Place);
        else if (group.Completion.IsCompleted) Leave(group);
        return true;
    }

    // It is no fault of the item that came last, which is its key's by now.
    private void FailInKey(Exception error)
    {
        if (Error is null) hand.LentBy?.Forget();
        Fail(error);
    }

    private void PassOn(Group<TKey, TIn, TOut> group)
    {
        var waiting = group.Waiting;
        if (group.State == GroupState.Open) group.PassOn(bell);
        else if (group.State == GroupState.Ended) group.Release();
        Waiting -= waiting - group.Waiting;
    }

    // The pipeline of a key has ended, and all it made has arrived.
    private void Leave(Group<TKey, TIn, TOut> group)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The others still make what they make of what they have.
        if (group.Completion.Exception?.InnerException is StageFaultException fault) FailInKey(fault.Inside($"{group.Key}/{fault.Stage}"));
        if (group.State == GroupState.Open)
        {
            group.State = GroupState.Ended;
            PassOn(group);
            return;
        }

        _closing--;
        Free(group);
        if (group.Waiting == 0)
        {
            _groups.Remove(group.Key);
            return;
        }

        // It was used again meanwhile.
        group.State = GroupState.Unplaced;
        _unplaced.Enqueue(group);
    }

    private void Evict(Group<TKey, TIn, TOut> group)
    {
        _recent.Remove(group.Recency);
        if (group.State == GroupState.Open)
        {
            group.Close();
            _closing++;
        }
        else
        {
            Free(group);
            _groups.Remove(group.Key);
        }
    }

    private void Free(Group<TKey, TIn, TOut> group)
    {
        _places[group.Place] = null;
        _freePlaces.Push(group.Place);
    }

    private void Use(Group<TKey, TIn, TOut> group, long now)
    {
        group.LastUsed = now;
        if (group.Recency.List is null) return;
        _recent.Remove(group.Recency);
        _recent.AddLast(group.Recency);
    }

    private void EvictIdle(long now)
    {
        if (idle is not { } limit) return;
        while (_recent.First?.Value is { } oldest)
        {
            var left = limit - timeProvider.GetElapsedTime(oldest.LastUsed, now);
            if (left > TimeSpan.Zero)
            {
                StartTimer(left);
                return;
            }

            if (oldest.Waiting == 0) Evict(oldest);
            else Use(oldest, now);
        }
    }

    private void StartTimer(TimeSpan left)
    {
        if (_timerRuns) return;
        _timerRuns = true;
        _timer ??= timeProvider.CreateTimer(_ => bell.Ring(TimerKey), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // In whole milliseconds, rounded up: a timer cuts off the rest, and would ring again and again in the last one.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void PlaceAll(long now)
    {
        while (_unplaced.Count > 0)
        {
            if (!TryFindPlace(out var place))
            {
                // Each key that waits for a place needs one that is about to be free.
                if (_unplaced.Count <= _closing || FindUnneeded() is not { } other) return;
                Evict(other);
                continue;
            }

            var group = _unplaced.Dequeue();
            try
            {
                group.Open(place, each(group.Key), bell, Options(group));
                _places[place] = group;
                group.LastUsed = now;
                _recent.AddLast(group.Recency);
                PassOn(group);
            }
            catch (Exception error)
            {
                Fail(error);
                Waiting -= group.Waiting;
                group.GiveBack(hand);
                _freePlaces.Push(place);
                _groups.Remove(group.Key);
            }
        }
    }

    private bool TryFindPlace(out int place)
    {
        if (_freePlaces.TryPop(out place)) return true;
        place = _places.Count;
        if (place == maxKeys) return false;
        _places.Add(null);
        return true;
    }

    private Group<TKey, TIn, TOut>? FindUnneeded()
    {
        for (var next = _recent.First; next is not null; next = next.Next)
        {
            if (next.Value.Waiting == 0) return next.Value;
        }

        return null;
    }

    private RunOptions Options(Group<TKey, TIn, TOut> group) => new()
    {
        Name = $"{group.Key}",
        Scheduler = TaskScheduler.Current,
        TimeProvider = timeProvider,
        CancellationToken = _stop.Token,
        IsInside = true,
    };
}
