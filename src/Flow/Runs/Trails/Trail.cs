namespace Flow;

/// <summary>
/// Follows chosen items through all hops of a run: where each was, when, and for how long. Give it to
/// <see cref="RunOptions.Trail"/>.
/// </summary>
/// <remarks>
/// Only a run that is given one pays for it: its hops ask about every item, and its stages work on batches in hand. A stage makes new
/// items of old ones, so <c>follows</c> is asked at every hop, and has to know an item in each of its forms; items are told apart by
/// <see cref="object.Equals(object)"/> and <see cref="object.GetHashCode"/>, which stay what they are while an item is in a hop. A run's own input and output, and the hops inside a branch's stages that are no part of its
/// snapshot, are not followed. Thread-safe.
/// </remarks>
/// <param name="follows">
/// Whether to follow an item: it looks at the item, and is called for every item that goes into a hop, by its writer.
/// </param>
public sealed class Trail(Func<object, bool> follows)
{
    private readonly Func<object, bool> _follows = follows ?? throw new ArgumentNullException(nameof(follows));
    private readonly Lock _lock = new();
    private readonly LinkedList<Visit> _visits = [];
    // Those that still are where they went in: of items that are alike, the first in is the first out.
    private readonly Dictionary<(string Hop, object Item), LinkedList<Visit>> _inside = [];

    /// <summary>What has been seen so far, in the order the items went in.</summary>
    public IReadOnlyList<Passage> Passages
    {
        get
        {
            lock (_lock) return [.. _visits.Select(static visit => visit.Passage)];
        }
    }

    /// <summary>Called before the item goes in, so that it cannot come out unseen.</summary>
    internal Visit? Enter(string hop, object? item, TimeProvider timeProvider)
    {
        if (item is null || !_follows(item)) return null;
        var visit = new Visit(new Passage(hop, item, timeProvider.GetUtcNow(), Inside: null, Released: null), timeProvider.GetTimestamp());
        lock (_lock)
        {
            visit.Place = _visits.AddLast(visit);
            if (!_inside.TryGetValue((hop, item), out var alike)) _inside.Add((hop, item), alike = []);
            visit.PlaceInside = alike.AddLast(visit);
        }

        return visit;
    }

    /// <summary>The hop did not take it.</summary>
    internal void Refuse(Visit visit)
    {
        lock (_lock)
        {
            _visits.Remove(visit.Place!);
            Remove(visit);
        }
    }

    internal void Leave(string hop, object? item, TimeProvider timeProvider, ReleaseReason? released)
    {
        if (item is null) return;
        lock (_lock)
        {
            if (!_inside.TryGetValue((hop, item), out var alike)) return;
            var visit = alike.First!.Value;
            visit.Passage = visit.Passage with { Inside = timeProvider.GetElapsedTime(visit.EnteredAt), Released = released };
            Remove(visit);
        }
    }

    private void Remove(Visit visit)
    {
        var alike = visit.PlaceInside!.List!;
        alike.Remove(visit.PlaceInside);
        if (alike.Count == 0) _inside.Remove((visit.Passage.Hop, visit.Passage.Item));
    }

    internal sealed class Visit(Passage passage, long enteredAt)
    {
        public Passage Passage { get; set; } = passage;

        public long EnteredAt { get; } = enteredAt;

        /// <summary>Its place among all visits.</summary>
        public LinkedListNode<Visit>? Place { get; set; }

        /// <summary>Its place among those of items like its own that still are in the hop.</summary>
        public LinkedListNode<Visit>? PlaceInside { get; set; }
    }
}
