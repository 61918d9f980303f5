using System.Runtime.InteropServices;

namespace Flow;

/// <summary>What becomes of a key.</summary>
internal enum GroupState
{
    /// <summary>It has no pipeline; its items wait for a place.</summary>
    Unplaced,

    /// <summary>Its pipeline runs, and gets its items.</summary>
    Open,

    /// <summary>Its pipeline gets no more, and makes what it makes of the rest.</summary>
    Closing,

    /// <summary>Its pipeline ended by itself; its items are released.</summary>
    Ended,
}

/// <summary>One key: its items that wait, and its pipeline, between two hops, while it has one.</summary>
internal sealed class Group<TKey, TIn, TOut>
{
    private readonly List<TIn> _waiting = [];
    private Hop<TIn>? _input;
    private Hop<TOut>? _output;
    private PipelineRun? _run;
    private Task _ringing = Task.CompletedTask;

    public Group(TKey key)
    {
        Key = key;
        Recency = new LinkedListNode<Group<TKey, TIn, TOut>>(this);
    }

    public TKey Key { get; }

    /// <summary>Where it stands among those that could be evicted, least recently used first.</summary>
    public LinkedListNode<Group<TKey, TIn, TOut>> Recency { get; }

    public GroupState State { get; set; }

    /// <summary>The number of its place, which is what the bell is rung with.</summary>
    public int Place { get; private set; }

    public long LastUsed { get; set; }

    /// <summary>Whether items were put to it that it has not been asked to pass on yet.</summary>
    public bool IsTouched { get; set; }

    public int Waiting => _waiting.Count;

    public HopReader<TOut> Output => _output!.Reader;

    public Task Completion => _run!.Completion;

    public void Add(TIn item) => _waiting.Add(item);

    public void Open(int place, Pipeline<TIn, TOut> pipeline, Doorbell bell, RunOptions options)
    {
        Place = place;
        State = GroupState.Open;
        _input = Hop<TIn>.Create(pipeline.Chain.HeadHop<TIn>(level: "").Options ?? HopOptions<TIn>.Default, options.TimeProvider);
        _output = Hop<TOut>.Create(HopOptions<TOut>.Default, options.TimeProvider);
        _run = pipeline.Run(_input.Reader, _output.Writer, options);
        _ringing = RingAtEndAsync(_run.Completion, bell, place);
        bell.Ring(place);
    }

    /// <summary>Writes what waits and there is room for, and has the bell rung when there is more room.</summary>
    public void PassOn(Doorbell bell)
    {
        var writer = _input!.Writer;
        while (_waiting.Count > 0)
        {
            var room = writer.Room;
            var put = writer.TryWrite(CollectionsMarshal.AsSpan(_waiting));
            _waiting.RemoveRange(0, put);
            if (writer.IsAbandoned) Release();
            else if (put == 0 && writer.TryArm(bell, Place, room)) return;
        }
    }

    public void Close()
    {
        State = GroupState.Closing;
        _input!.Writer.TryComplete();
    }

    /// <summary>Its pipeline was not to be had: what waits goes back to where it came from.</summary>
    public void GiveBack(Hand<TIn> hand)
    {
        hand.GiveBack(CollectionsMarshal.AsSpan(_waiting));
        _waiting.Clear();
    }

    public void Release()
    {
        foreach (var item in _waiting) Unwanted.Dispose(item);
        _waiting.Clear();
    }

    /// <summary>Waits until its run, which was told to stop, has ended, and releases what it left.</summary>
    public async ValueTask EndAsync()
    {
        Release();
        if (_run is null) return;
        await _run.DisposeAsync();
        await _ringing;
        Output.Abandon();
    }

    private static async Task RingAtEndAsync(Task completion, Doorbell bell, int place)
    {
        try
        {
            await completion;
        }
        catch (Exception)
        {
            // Whoever is rung looks at it.
        }

        bell.Ring(place);
    }
}
