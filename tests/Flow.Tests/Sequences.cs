using System.Runtime.CompilerServices;

namespace Flow.Tests;

/// <summary>What sources are made of.</summary>
internal static class Sequences
{
    public static IEnumerable<int> Endless
    {
        get
        {
            for (var i = 0; ; i++) yield return i;
        }
    }

    /// <summary>Waits for ever, or until its token is cancelled.</summary>
    public static IAsyncEnumerable<int> Never => CountThenWait(0, CancellationToken.None);

    public static IAsyncEnumerable<int> ThreeThenNever => CountThenWait(3, CancellationToken.None);

    /// <summary>One item, at once.</summary>
    public static async IAsyncEnumerable<T> One<T>(T item)
    {
        yield return item;
    }

    private static async IAsyncEnumerable<int> CountThenWait(int count, [EnumeratorCancellation] CancellationToken token)
    {
        for (var i = 0; i < count; i++) yield return i;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
    }
}
