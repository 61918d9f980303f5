using System.Threading.Channels;

namespace Flow;

public static partial class Pipeline
{
    /// <summary>Pairs the items of two sources, the first with the first and so on.</summary>
    /// <inheritdoc cref="Zip{TFirst, TSecond, T}(string, ValueTuple{string, Pipeline{Nothing, TFirst}}, ValueTuple{string, Pipeline{Nothing, TSecond}}, Func{TFirst, TSecond, T})"/>
    public static Pipeline<Nothing, (TFirst First, TSecond Second)> Zip<TFirst, TSecond>(
        string name, (string Name, Pipeline<Nothing, TFirst> Source) first, (string Name, Pipeline<Nothing, TSecond> Source) second) =>
        Zip(name, first, second, static (one, other) => (one, other));

    /// <summary>Makes one item of each two of two sources, of the first and the first, and so on.</summary>
    /// <remarks>It ends with the shorter of the two and abandons the longer, whose items without a partner are released.</remarks>
    /// <param name="name">The stage's name; the stages of a source have the paths <c>name/source/stage</c>.</param>
    /// <param name="first">The one source, and its name.</param>
    /// <param name="second">The other.</param>
    /// <param name="combine">Called for two items at a time, which are its own.</param>
    public static Pipeline<Nothing, T> Zip<TFirst, TSecond, T>(
        string name,
        (string Name, Pipeline<Nothing, TFirst> Source) first,
        (string Name, Pipeline<Nothing, TSecond> Source) second,
        Func<TFirst, TSecond, T> combine)
    {
        ArgumentNullException.ThrowIfNull(combine);
        if (first.Name == second.Name)
            throw new ArgumentException($"Both sources are called '{first.Name}'; each has a name of its own.", nameof(second));
        return Of<Nothing>().Then(new ZipNode<TFirst, TSecond, T>(
            name, Branch<Nothing, TFirst>.Of(first), Branch<Nothing, TSecond>.Of(second), combine, hop: null));
    }
}

internal static class ZipBody
{
    public static async ValueTask RunAsync<TFirst, TSecond, T>(
        HopReader<TFirst> first,
        HopReader<TSecond> second,
        Func<TFirst, TSecond, T> combine,
        ChannelWriter<T> output,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        using var firsts = new Hand<TFirst>();
        using var seconds = new Hand<TSecond>();
        using var results = new Hand<T>();
        var bell = new Doorbell(timeProvider);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (isFirstThere, isSecondThere) = (!firsts.IsEmpty || firsts.TryTake(first), !seconds.IsEmpty || seconds.TryTake(second));
            if (isFirstThere && isSecondThere)
            {
                try
                {
                    CombineAll(firsts, seconds, combine, results);
                }
                catch
                {
                    // What came before the items that failed still arrives.
                    await results.PutBeforeFaultAsync(output, cancellationToken);
                    throw;
                }

                if (!await results.PutAsync(output, cancellationToken)) return;
                continue;
            }

            // Both are looked at: the one may end while the other has nothing yet.
            if (!isFirstThere && !first.TryArm(bell, 0))
            {
                if (!await first.WaitToReadAsync(cancellationToken)) return;
            }
            else if (!isSecondThere && !second.TryArm(bell, 1))
            {
                if (!await second.WaitToReadAsync(cancellationToken)) return;
            }
            else
            {
                await bell.WaitAsync(cancellationToken);
                bell.TryTake(out _);
            }
        }
    }

    private static void CombineAll<TFirst, TSecond, T>(
        Hand<TFirst> firsts, Hand<TSecond> seconds, Func<TFirst, TSecond, T> combine, Hand<T> results)
    {
        var left = firsts.Held;
        var right = seconds.Held;
        var pairs = Math.Min(left.Length, right.Length);
        var done = 0;
        try
        {
            for (; done < pairs; done++) results.Add(combine(left[done], right[done]));
        }
        finally
        {
            // The delegate has the two it threw at.
            firsts.Give(Math.Min(done + 1, pairs));
            seconds.Give(Math.Min(done + 1, pairs));
        }
    }
}
