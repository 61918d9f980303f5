using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// Sends each item into every one of several branches, in order, and merges what they make of them as it comes. The branches may be sinks.
    /// </summary>
    /// <remarks>
    /// <para>A branch whose hop is full holds up the others, once they have what it waits for too. One that ends early no longer counts; the
    /// stage ends when all have.</para>
    /// <para>An item that is disposable, or an array of such, is not given to several branches, each of which may dispose it. Where only the item
    /// shows it, since its type is an interface, or a class that others derive from, the stage faults at it.</para>
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name; the stages of a branch have the paths <c>name/branch/stage</c>.</param>
    /// <param name="branches">The branches by name; the hop at the head of each is the hop before it.</param>
    /// <exception cref="ArgumentException">Items are disposable, so that each branch needs one of its own: see the other overload.</exception>
    public static Pipeline<TIn, TNext> Broadcast<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, params (string Name, Pipeline<TOut, TNext> Branch)[] branches)
    {
        if (Unwanted.DisposesAll(typeof(TOut))) throw new ArgumentException(NotShared(name, typeof(TOut)));
        return pipeline.Broadcast(
            name,
            item => Unwanted.Disposes(item) ? throw new InvalidOperationException(NotShared(name, item!.GetType())) : item,
            branches);
    }

    /// <inheritdoc cref="Broadcast{TIn, TOut, TNext}(Pipeline{TIn, TOut}, string, ValueTuple{string, Pipeline{TOut, TNext}}[])"/>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name; the stages of a branch have the paths <c>name/branch/stage</c>.</param>
    /// <param name="share">
    /// Makes what a further branch gets of an item: a copy, or the same with one more to release it. One branch gets the item itself.
    /// </param>
    /// <param name="branches">The branches by name; the hop at the head of each is the hop before it.</param>
    public static Pipeline<TIn, TNext> Broadcast<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        Func<TOut, TOut> share,
        params (string Name, Pipeline<TOut, TNext> Branch)[] branches)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(branches);
        return pipeline.Then(new FanOutNode<TOut, TNext>(
            name,
            (_, input, outputs, timeProvider, cancellationToken) =>
                new BroadcastBody<TOut>(share, outputs, timeProvider).RunAsync(input, cancellationToken),
            Branch<TOut, TNext>.All(branches),
            hop: null));
    }

    private static string NotShared(string name, Type item) =>
        $"The broadcast '{name}' would give the same {TypeName.Of(item)} to several branches, each of which may dispose it; "
        + "say by 'share' what each of them gets.";
}

/// <summary>Gives a batch to each branch, and goes on when all that are left have taken it.</summary>
internal sealed class BroadcastBody<T>(Func<T, T> share, IReadOnlyList<HopWriter<T>> outputs, TimeProvider timeProvider)
{
    private readonly List<int> _open = [.. Enumerable.Range(0, outputs.Count)];

    public async ValueTask RunAsync(ChannelReader<T> input, CancellationToken cancellationToken)
    {
        await using var arrivals = new BranchedArrivals<T>(input, outputs, timeProvider);
        using var items = new Hand<T>();
        using var hands = new BranchHands<T>(outputs, timeProvider);
        while (await arrivals.WaitAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    ShareAll(items, hands);
                }
                catch
                {
                    // What came before the item that failed still arrives.
                    await PutAsync(hands, cancellationToken);
                    throw;
                }

                if (!await PutAsync(hands, cancellationToken)) return;
            }
        }
    }

    private void ShareAll(Hand<T> items, BranchHands<T> hands)
    {
        var held = items.Held;
        var shared = 0;
        try
        {
            for (; shared < held.Length; shared++)
            {
                for (var i = 1; i < _open.Count; i++) hands[_open[i]].Add(share(held[shared]));
                hands[_open[0]].Add(held[shared]);
            }
        }
        finally
        {
            items.Give(shared);
        }
    }

    // True when every branch that is left has everything; false when none is left, or one has faulted.
    private async ValueTask<bool> PutAsync(BranchHands<T> hands, CancellationToken cancellationToken)
    {
        while (!await hands.PutAsync(cancellationToken))
        {
            foreach (var gone in _open.Where(branch => outputs[branch].IsAbandoned)) hands[gone].Release();
            _open.RemoveAll(branch => outputs[branch].IsAbandoned);
            if (_open.Count == 0 || outputs.Any(static output => output.Abandonment is not null)) return false;
        }

        return true;
    }
}
