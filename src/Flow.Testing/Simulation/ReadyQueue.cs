namespace Flow.Testing;

/// <summary>Those that can run, in the order in which they became ready.</summary>
internal sealed class ReadyQueue
{
    // A circle, whose length is a power of two.
    private object?[] _slots = new object?[16];
    private int _first;

    public int Count { get; private set; }

    public IEnumerable<object> All => Enumerable.Range(0, Count).Select(index => this[index]!);

    private ref object? this[int index] => ref _slots[(_first + index) & (_slots.Length - 1)];

    public void Add(object ready)
    {
        if (Count == _slots.Length) Grow();
        this[Count++] = ready;
    }

    /// <summary>Takes one out; the others keep their order.</summary>
    public object Take(int index)
    {
        var taken = this[index]!;
        if (index <= Count / 2)
        {
            for (; index > 0; index--) this[index] = this[index - 1];
            this[0] = null;
            _first++;
        }
        else
        {
            for (; index < Count - 1; index++) this[index] = this[index + 1];
            this[index] = null;
        }

        Count--;
        return taken;
    }

    /// <summary>Takes the first of a kind out, if there is one.</summary>
    public object? TakeFirst<TKind>()
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i] is TKind) return Take(i);
        }

        return null;
    }

    private void Grow()
    {
        var slots = new object?[_slots.Length * 2];
        for (var i = 0; i < Count; i++) slots[i] = this[i];
        (_slots, _first) = (slots, 0);
    }
}
