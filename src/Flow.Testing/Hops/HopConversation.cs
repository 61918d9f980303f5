using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A hop used once from both ends, as a case says, and what came of it.</summary>
internal sealed class HopConversation(HopSubject subject, HopCase example, Trial trial) : Conversation
{
    private readonly ConcurrentQueue<(int Item, ReleaseReason Reason)> _released = new();
    private readonly Tally _tally = new();
    private Writing<int>[] _writings = [];
    private Reading<int>[] _readings = [];
    private Channel<int>? _hop;
    private int _writersLeft = example.Writers;
    private int _readersLeft = example.Readers;

    public HopCase Case => example;

    public HopSubject Subject => subject;

    /// <summary>What the hop was to be faulted or abandoned with.</summary>
    public Exception? Error { get; } = example.Ending == HopEnding.Completed ? null : new InvalidOperationException($"It was to be {example.Ending}.");

    /// <summary>What it was to be completed with a second time.</summary>
    public Exception SecondError { get; } = new InvalidOperationException("It was completed a second time.");

    public IReadOnlyList<Writing<int>> Writings => _writings;

    public IReadOnlyList<Reading<int>> Readings => _readings;

    public bool IsAbandoned => example.Ending == HopEnding.Abandoned;

    /// <summary>Whether the writers were done and have completed the hop.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether the hop took a second completion.</summary>
    public bool IsCompletedTwice { get; private set; }

    /// <summary>Whether the readers were done and have abandoned the hop.</summary>
    public bool HasAbandoned { get; private set; }

    /// <summary>What the hop said after its end; none when it had none.</summary>
    public HopAfterwards? Afterwards { get; private set; }

    public IReadOnlyList<(int Item, ReleaseReason Reason)> Released => [.. _released];

    /// <summary>The most that were inside at once.</summary>
    public long MostInside => _tally.Most;

    /// <summary>The items the hop accepted.</summary>
    public IEnumerable<int> Accepted => Enumerable.Range(0, example.Writers).SelectMany(writer => ItemsOf(writer).Take(_writings[writer].Accepted));

    /// <summary>The items its readers took, one reader after the other.</summary>
    public IEnumerable<int> Delivered => _readings.SelectMany(static reading => reading.Delivered);

    /// <summary>How many items are in it, as far as was counted.</summary>
    public int Inside => Accepted.Count() - Delivered.Count() - _released.Count;

    public HopReading Figures => ((Hop<int>)_hop!).Read();

    /// <summary>Whether what is inside leaves room for the item that a writer has in hand.</summary>
    public bool HasRoomFor(Writing<int> writing)
    {
        if (!writing.TryGetNext(out var next)) return false;
        var inside = Accepted.Except(Delivered).Except(_released.Select(static released => released.Item)).ToArray();
        var room = example.Capacity - inside.Sum(example.Weigh);
        return inside.Length < (example.IsWeighted ? example.MaxItems : example.Capacity)
            && room >= Math.Clamp(example.Weigh(next), 1, example.Capacity);
    }

    /// <summary>Who wrote an item.</summary>
    public int WriterOf(int item) => item % example.Writers;

    public override async Task HoldAsync()
    {
        _hop = subject.Create(example.Options(subject.FullMode, (item, reason) =>
        {
            trial.Story?.Tell("hop", $"releases {item}: {reason}");
            _tally.Release();
            _released.Enqueue((item, reason));
        }));
        _writings = [.. Enumerable.Range(0, example.Writers).Select(writer => new Writing<int>(
            _hop.Writer, writer, Name("writer", writer, example.Writers), trial, _tally, [.. ItemsOf(writer)], example.Writing, example.Weigh, example.Writers == 1))];
        _readings = [.. Enumerable.Range(0, example.Readers).Select(reader => new Reading<int>(
            _hop.Reader, example.Writers + reader, Name("reader", reader, example.Readers), trial, _tally, example.Reading, WantedBy(reader), example.Readers == 1))];
        await Task.WhenAll([
            .. _writings.Select(writing => Turns.StartAsync(() => WriteAsync(writing))),
            .. _readings.Select(reading => Turns.StartAsync(() => ReadAsync(reading)))]);
        Afterwards = await HopAfterwards.LookAsync(_hop);
    }

    private static string Name(string side, int number, int count) => count == 1 ? side : $"{side} {number + 1}";

    private IEnumerable<int> ItemsOf(int writer) => Enumerable.Range(0, example.Items).Where(item => WriterOf(item) == writer);

    private int WantedBy(int reader) => IsAbandoned
        ? (example.AbandonedAfter / example.Readers) + (reader < example.AbandonedAfter % example.Readers ? 1 : 0)
        : int.MaxValue;

    private async Task WriteAsync(Writing<int> writing)
    {
        await writing.RunAsync();
        if (Interlocked.Decrement(ref _writersLeft) > 0) return;
        // A hop that is to be abandoned stays open, so that nothing but the abandonment ends it; unless its readers may wait for what has fallen.
        if (IsAbandoned && subject.FullMode == HopFullMode.Wait) return;
        var error = IsAbandoned ? null : Error;
        trial.Story?.Tell("writer", error is null ? "Complete()" : "Complete(error)");
        IsCompleted = true;
        _hop!.Writer.TryComplete(error);
        IsCompletedTwice = _hop.Writer.TryComplete(SecondError);
    }

    private async Task ReadAsync(Reading<int> reading)
    {
        await reading.RunAsync();
        if (Interlocked.Decrement(ref _readersLeft) > 0 || !IsAbandoned) return;
        trial.Story?.Tell("reader", "Abandon(error)");
        var reader = (HopReader<int>)_hop!.Reader;
        HasAbandoned = true;
        reader.Abandon(Error);
        reader.Abandon(SecondError);
    }
}
