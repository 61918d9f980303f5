namespace Flow;

/// <summary>
/// Follows chosen items through all hops of a run: where each was, when, and for how long. Give it to
/// <see cref="RunOptions.Trail"/>.
/// </summary>
/// <remarks>
/// Only a run that is given one pays for it: its hops ask about every item, and its stages work on batches in hand. A stage makes new
/// items of old ones, so <c>follows</c> is asked at every hop, and has to know an item in each of its forms; items are told apart by
/// <see cref="object.Equals(object)"/>. A run's own input and output, and the hops inside a branch's stages that are no part of its
/// snapshot, are not followed. Thread-safe.
/// </remarks>
/// <param name="follows">
/// Whether to follow an item: it looks at the item, and is called for every item that goes into a hop, by its writer.
/// </param>
public sealed class Trail(Func<object, bool> follows)
{
    private readonly Func<object, bool> _follows = follows ?? throw new ArgumentNullException(nameof(follows));
    private readonly Lock _lock = new();
    private readonly List<Visit> _visits = [];

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
        lock (_lock) _visits.Add(visit);
        return visit;
    }

    /// <summary>The hop did not take it.</summary>
    internal void Refuse(Visit visit)
    {
        lock (_lock) _visits.Remove(visit);
    }

    internal void Leave(string hop, object? item, TimeProvider timeProvider, ReleaseReason? released)
    {
        lock (_lock)
        {
            foreach (var visit in _visits)
            {
                if (visit.Passage.Inside is not null || visit.Passage.Hop != hop || !visit.Passage.Item.Equals(item)) continue;
                visit.Passage = visit.Passage with { Inside = timeProvider.GetElapsedTime(visit.EnteredAt), Released = released };
                return;
            }
        }
    }

    internal sealed class Visit(Passage passage, long enteredAt)
    {
        public Passage Passage { get; set; } = passage;

        public long EnteredAt { get; } = enteredAt;
    }
}
