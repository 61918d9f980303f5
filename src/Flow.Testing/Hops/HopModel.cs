using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A hop beside what its bound says, as plainly as it can be said: a queue, and two sums. They are used by turns, by one caller.</summary>
internal sealed class HopModel(HopSubject subject, HopCase example, Trial trial) : Conversation
{
    private readonly LinkedList<int> _items = new();
    private readonly List<int> _fallen = [];
    private readonly List<int> _released = [];

    private int Weight => _items.Sum(example.Weigh);

    private int MaxItems => example.IsWeighted ? example.MaxItems : example.Capacity;

    private long Room => _items.Count >= MaxItems ? 0 : Math.Max(0, example.Capacity - Weight);

    public override Task HoldAsync()
    {
        var hop = subject.Create(example.Options(subject.FullMode, (item, _) => _released.Add(item)));
        var next = 0;
        for (var turn = 0; turn < example.Items; turn++)
        {
            var written = example.Writing.Count == 0 ? 1 : example.Writing[turn % example.Writing.Count].Size;
            next += Write(hop.Writer, [.. Enumerable.Range(next, written)]);
            CompareState(hop);
            var read = example.Reading.Count == 0 ? 1 : example.Reading[turn % example.Reading.Count].Size;
            Read(hop.Reader, read);
            CompareState(hop);
        }

        return Task.CompletedTask;
    }

    private int Write(ChannelWriter<int> writer, int[] items)
    {
        var taken = items.TakeWhile(TryTake).Count();
        var written = writer is HopWriter<int> hop && items.Length > 1 ? hop.TryWrite(items) : items.TakeWhile(writer.TryWrite).Count();
        trial.Story?.Tell("caller", $"writes [{string.Join(", ", items)}], of which {written} are taken");
        LawBreach.UnlessEqual(taken, written, $"items accepted of {items.Length} from {items[0]} on");
        return written;
    }

    private bool TryTake(int item)
    {
        // Nothing that weighs anything inside means all the room there is; what is heavier than that goes in.
        while (Room < Math.Clamp(example.Weigh(item), 1, example.Capacity))
        {
            switch (subject.FullMode)
            {
                case HopFullMode.Wait:
                    return false;
                case HopFullMode.DropWrite:
                    _fallen.Add(item);
                    return true;
                case HopFullMode.DropNewest:
                    _fallen.Add(_items.Last!.Value);
                    _items.RemoveLast();
                    break;
                case HopFullMode.DropOldest:
                    _fallen.Add(_items.First!.Value);
                    _items.RemoveFirst();
                    break;
            }
        }

        _items.AddLast(item);
        return true;
    }

    private void Read(ChannelReader<int> reader, int most)
    {
        var items = new int[most];
        var read = reader is HopReader<int> hop ? hop.TryRead(items.AsSpan()) : TryRead(reader, items);
        trial.Story?.Tell("caller", $"reads [{string.Join(", ", items.Take(read))}], of {most}");
        // A batch may be short, but not empty while there is something.
        LawBreach.Unless(read <= _items.Count && read >= Math.Min(1, _items.Count), $"{read} items read of {_items.Count}");
        for (var i = 0; i < read; i++)
        {
            LawBreach.UnlessEqual(_items.First!.Value, items[i], "an item");
            _items.RemoveFirst();
        }
    }

    private static int TryRead(ChannelReader<int> reader, Span<int> items)
    {
        var read = 0;
        while (read < items.Length && reader.TryRead(out var item)) items[read++] = item;
        return read;
    }

    private void CompareState(Channel<int> hop)
    {
        if (hop.Reader.CanCount) LawBreach.UnlessEqual(_items.Count, hop.Reader.Count, "count");
        if (hop.Writer is HopWriter<int> writer) LawBreach.UnlessEqual(Room > 0, writer.Room > 0, "room");
        if (hop.Reader.CanPeek)
        {
            var isThere = hop.Reader.TryPeek(out var seen);
            LawBreach.UnlessEqual(_items.Count > 0, isThere, "something to see");
            if (isThere) LawBreach.UnlessEqual(_items.First!.Value, seen, "what is seen");
        }

        if (subject.Has(HopCapabilities.Releasing)) LawBreach.UnlessSame(_fallen, _released, "items that have fallen");
        if (hop is not Hop<int> counting || !subject.Has(HopCapabilities.Counting)) return;
        var figures = counting.Read();
        LawBreach.UnlessEqual(_items.Count, figures.Held, "held");
        LawBreach.UnlessEqual(example.IsWeighted ? Weight : _items.Count, figures.Occupancy, "occupancy");
    }
}
