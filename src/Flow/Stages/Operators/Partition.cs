using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// Sends each item into one of several branches, which gets its items in order, and merges what they make of them as it comes.
    /// The branches may be sinks.
    /// </summary>
    /// <remarks>
    /// An item that finds its branch full holds up those behind it. The stage ends, and the stages before it are told, when an item
    /// is meant for a branch that has ended.
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name; the stages of a branch have the paths <c>name/branch/stage</c>.</param>
    /// <param name="select">The index of the branch an item goes to; it looks at the item, which stays the stage's.</param>
    /// <param name="branches">The branches by name; the hop at the head of each is the hop before it.</param>
    public static Pipeline<TIn, TNext> Partition<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        Func<TOut, int> select,
        params (string Name, Pipeline<TOut, TNext> Branch)[] branches)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(select);
        ArgumentNullException.ThrowIfNull(branches);
        return pipeline.Then(new FanOutNode<TOut, TNext>(
            name,
            (path, input, outputs, timeProvider, cancellationToken) =>
                PartitionBody.RunAsync(path, select, input, outputs, timeProvider, cancellationToken),
            Branch<TOut, TNext>.All(branches),
            hop: null));
    }
}

internal static class PartitionBody
{
    /// <summary>Sorts a batch at a time into a batch for each branch; all of them together are one.</summary>
    public static async ValueTask RunAsync<T>(
        string path,
        Func<T, int> select,
        ChannelReader<T> input,
        IReadOnlyList<HopWriter<T>> outputs,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        await using var arrivals = new BranchedArrivals<T>(input, outputs, timeProvider);
        using var items = new Hand<T>();
        using var sorted = new BranchHands<T>(outputs, timeProvider);
        while (await arrivals.WaitAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    Sort(path, select, items, sorted);
                }
                catch
                {
                    // What came before the item that failed still arrives.
                    await sorted.PutAsync(cancellationToken);
                    throw;
                }

                if (!await sorted.PutAsync(cancellationToken)) return;
            }
        }
    }

    private static void Sort<T>(string path, Func<T, int> select, Hand<T> items, BranchHands<T> sorted)
    {
        var held = items.Held;
        var done = 0;
        try
        {
            for (; done < held.Length; done++)
            {
                var branch = select(held[done]);
                if ((uint)branch >= (uint)sorted.Count)
                    throw new InvalidOperationException($"'{path}' was to send an item to branch {branch}; it has branches 0 to {sorted.Count - 1}.");
                sorted[branch].Add(held[done]);
            }
        }
        finally
        {
            items.Give(done);
        }
    }
}
