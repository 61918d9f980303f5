using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// Sends each item into the branch that holds least, of those with room, and merges what they make of them as it comes. The branches may be sinks.
    /// </summary>
    /// <remarks>
    /// No item waits while a branch has room. What a branch holds is what its hop does, so a hop of 1 before slow work keeps an item from
    /// waiting behind another while a branch is free. A branch that ends early gets no more; the stage ends when all have.
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name; the stages of a branch have the paths <c>name/branch/stage</c>.</param>
    /// <param name="branches">The branches by name; the hop at the head of each is the hop before it.</param>
    public static Pipeline<TIn, TNext> Balance<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, params (string Name, Pipeline<TOut, TNext> Branch)[] branches)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(branches);
        return pipeline.Then(new FanOutNode<TOut, TNext>(
            name,
            static (_, input, outputs, timeProvider, cancellationToken) =>
                new BalanceBody<TOut>(outputs, timeProvider).RunAsync(input, cancellationToken),
            Branch<TOut, TNext>.All(branches),
            hop: null));
    }
}

/// <summary>Levels what the branches hold with what is in hand, and waits at one doorbell when none has room.</summary>
internal sealed class BalanceBody<T>(IReadOnlyList<HopWriter<T>> outputs, TimeProvider timeProvider)
{
    private readonly Doorbell _bell = new(timeProvider);
    private readonly List<OpenBranch> _open = [.. outputs.Select(output => new OpenBranch(output))];

    public async ValueTask RunAsync(ChannelReader<T> input, CancellationToken cancellationToken)
    {
        await using var arrivals = new BranchedArrivals<T>(input, outputs, timeProvider);
        using var hand = new Hand<T>();
        while (await arrivals.WaitAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && hand.TryTake(input))
            {
                while (!hand.IsEmpty)
                {
                    if (TryPut(hand)) continue;
                    if (_open.Count == 0 || outputs.Any(static output => output.Abandonment is not null)) return;
                    await WaitForRoomAsync(cancellationToken);
                }
            }
        }
    }

    // Gives the branch that holds least as much as makes all of them equal.
    private bool TryPut(Hand<T> hand)
    {
        while (FindLeast(out var level, hand.Held.Length) is { } least)
        {
            // No more than it has room for: one that lets items fall would take them all.
            var most = Math.Clamp(level - least.Held, 1, Math.Max(1, least.Room));
            var put = least.Writer.TryWrite(hand.Held[..(int)Math.Min(most, hand.Held.Length)]);
            hand.Give(put);
            if (put == 0) least.Refuse();
            else foreach (var branch in _open) branch.Ask();
            if (least.Writer.IsAbandoned) _open.Remove(least);
            if (put > 0) return true;
        }

        return false;
    }

    private OpenBranch? FindLeast(out long level, int more)
    {
        OpenBranch? least = null;
        var held = 0L;
        foreach (var branch in _open)
        {
            branch.Look();
            held += branch.Held;
            if (branch.HasRoom && !(least?.Held <= branch.Held)) least = branch;
        }

        level = (held + more + _open.Count - 1) / Math.Max(1, _open.Count);
        return least;
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        for (var key = 0; key < _open.Count; key++)
        {
            if (!_open[key].TryArm(_bell, key)) return;
        }

        await _bell.WaitAsync(cancellationToken);
        while (_bell.TryTake(out _))
        {
            // Whoever rang, all are looked at again.
        }
    }

    private sealed class OpenBranch(HopWriter<T> writer)
    {
        private readonly long _capacity = writer.Room;
        private long _room;
        private long _refusedAt;
        private bool _takesAnyway;

        public HopWriter<T> Writer => writer;

        public long Room => _room;

        public long Held => _capacity - _room;

        public bool HasRoom => _takesAnyway || _room > _refusedAt;

        public void Look() => _room = writer.Room;

        /// <summary>Where there is room, and not for the next item, only more of it helps.</summary>
        public void Refuse() => (_refusedAt, _takesAnyway) = (_room, false);

        /// <summary>The next item is another.</summary>
        public void Ask() => (_refusedAt, _takesAnyway) = (0, false);

        /// <summary>
        /// False when there is nothing to wait for: there is room, or the branch takes items without, since it lets some fall, or has gone.
        /// </summary>
        public bool TryArm(Doorbell bell, int key)
        {
            _takesAnyway = !writer.TryArm(bell, key, _refusedAt);
            return !_takesAnyway;
        }
    }
}
