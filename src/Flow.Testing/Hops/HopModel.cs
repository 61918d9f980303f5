namespace Flow.Testing;

/// <summary>What a hop's bound says, as plainly as it can be said: a queue, and two sums.</summary>
internal sealed class HopModel(HopCase example)
{
    private readonly Queue<int> _items = new();

    private int Weight => _items.Sum(example.Weigh);

    private int MaxItems => example.IsWeighted ? example.MaxItems : example.Capacity;

    private long Room => _items.Count >= MaxItems ? 0 : Math.Max(0, example.Capacity - Weight);

    /// <summary>Makes the case's moves, one side after the other, on a hop and on the model.</summary>
    public static void Compare(Hop<int> hop, HopCase example)
    {
        var model = new HopModel(example);
        var next = 0;
        for (var turn = 0; turn < example.Items; turn++)
        {
            var written = example.Writing.Count == 0 ? 1 : example.Writing[turn % example.Writing.Count].Size;
            next += model.Write(hop.Writer, [.. Enumerable.Range(next, written)]);
            model.CompareState(hop);
            var read = example.Reading.Count == 0 ? 1 : example.Reading[turn % example.Reading.Count].Size;
            model.Read(hop.Reader, read);
            model.CompareState(hop);
        }
    }

    private int Write(HopWriter<int> writer, int[] items)
    {
        var taken = items.TakeWhile(TryTake).Count();
        var written = items is [var only] ? writer.TryWrite(only) ? 1 : 0 : writer.TryWrite(items);
        LawBreach.UnlessEqual(taken, written, $"items accepted of {items.Length} from {items[0]} on");
        return written;
    }

    private bool TryTake(int item)
    {
        // Nothing that weighs anything inside means all the room there is; what is heavier than that goes in.
        if (Room < Math.Clamp(example.Weigh(item), 1, example.Capacity)) return false;
        _items.Enqueue(item);
        return true;
    }

    private void Read(HopReader<int> reader, int most)
    {
        var items = new int[most];
        var read = reader.TryRead(items.AsSpan());
        // A batch may be short, but not empty while there is something.
        LawBreach.Unless(read <= _items.Count && read >= Math.Min(1, _items.Count), $"{read} items read of {_items.Count}");
        for (var i = 0; i < read; i++) LawBreach.UnlessEqual(_items.Dequeue(), items[i], "an item");
    }

    private void CompareState(Hop<int> hop)
    {
        LawBreach.UnlessEqual(_items.Count, hop.Reader.Count, "count");
        LawBreach.UnlessEqual(Room > 0, hop.Writer.Room > 0, "room");
        if (hop.Reader.CanPeek) LawBreach.UnlessEqual(_items.Count > 0, hop.Reader.TryPeek(out _), "something to see");
        var reading = hop.Read();
        LawBreach.UnlessEqual(_items.Count, reading.Held, "held");
        LawBreach.UnlessEqual(example.IsWeighted ? Weight : _items.Count, reading.Occupancy, "occupancy");
    }
}
