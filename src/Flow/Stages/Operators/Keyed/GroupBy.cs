using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// Sends the items of each key through a pipeline of the key's own, in order, and merges what the pipelines make of them as it comes. A key's
    /// pipeline is made when its first item comes, and may be a sink.
    /// </summary>
    /// <remarks>
    /// <para>A key is evicted when it has been idle, or when another needs its place: its pipeline's input is completed and what it makes of the
    /// rest arrives; only then does a later item of the key get a new one. A pipeline that ends by itself gets no more: what comes for its key is
    /// released until the key is evicted.</para>
    /// <para>Items that find their key's pipeline full, or wait for a place, wait in the stage's hand and do not hold up the others until 128 of
    /// them wait. A fault is that of the stage <c>name/key/stage</c>.</para>
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="keyOf">The key of an item; it looks at the item, which stays the stage's.</param>
    /// <param name="each">The pipeline of a key; the hop at its head is the hop before it.</param>
    /// <param name="maxKeys">
    /// How many keys have a pipeline at once. One more takes the place of the least recently used of those for which no item waits.
    /// </param>
    /// <param name="idle">How long a key has had no item when it is evicted; by default only for another, and where this is longer than a timer can run.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> GroupBy<TIn, TOut, TKey, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        Func<TOut, TKey> keyOf,
        Func<TKey, Pipeline<TOut, TNext>> each,
        int maxKeys = 1024,
        TimeSpan? idle = null,
        HopOptions<TOut>? hop = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(keyOf);
        ArgumentNullException.ThrowIfNull(each);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxKeys, 1);
        if (idle is { } limit) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(idle));
        return pipeline.Then(name, new GroupByStage<TOut, TKey, TNext>(KeyOf, Each, maxKeys, LongestTimer.Limit(idle)), hop);

        TKey KeyOf(TOut item) => keyOf(item) ?? throw new InvalidOperationException(
            $"The function 'keyOf' of '{name}' returned null; a key is a value.");

        Pipeline<TOut, TNext> Each(TKey key) => each(key) ?? throw new InvalidOperationException(
            $"The function 'each' of '{name}' returned null for the key '{key}'; it gives a pipeline.");
    }
}

internal sealed class GroupByStage<TIn, TKey, TOut>(
    Func<TIn, TKey> keyOf, Func<TKey, Pipeline<TIn, TOut>> each, int maxKeys, TimeSpan? idle) : TimedStage<TIn, TOut>
    where TKey : notnull
{
    private const int MostWaiting = Hand<TIn>.BatchSize;

    public override async ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var bell = new Doorbell(timeProvider);
        await using var arrivals = new Arrivals<TIn>(input, bell, key: -1);
        using var items = new Hand<TIn> { LentBy = input as RememberingReader<TIn> };
        await using var groups = new Groups<TKey, TIn, TOut>(each, maxKeys, idle, items, output, bell, timeProvider, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (groups.Error is null && items.TryTake(input, MostWaiting - groups.Waiting)) Sort(items, groups);
            if (!await groups.AdvanceAsync()) return;
            if (arrivals.HasEnded || groups.Error is not null)
            {
                groups.CloseAll();
                if (groups.IsEmpty) break;
            }
            else if (groups.Waiting < MostWaiting && !arrivals.TryArm())
            {
                continue;
            }

            await bell.WaitAsync(cancellationToken);
        }

        if ((groups.Error ?? arrivals.Error) is { } error) ExceptionDispatchInfo.Throw(error);
    }

    private void Sort(Hand<TIn> items, Groups<TKey, TIn, TOut> groups)
    {
        var held = items.Held;
        var sorted = 0;
        try
        {
            for (; sorted < held.Length; sorted++) groups.Add(keyOf(held[sorted]), held[sorted]);
        }
        catch (Exception error)
        {
            // What came before the item that failed still arrives.
            groups.Fail(error);
        }

        items.Give(sorted);
    }
}
