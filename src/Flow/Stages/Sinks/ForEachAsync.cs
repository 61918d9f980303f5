namespace Flow;

public static partial class Sink
{
    /// <summary>A sink that calls <paramref name="action"/> with each item, in order, and awaits it before the next.</summary>
    public static Pipeline<T, Nothing> ForEachAsync<T>(
        string name, Func<T, CancellationToken, ValueTask> action, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Pipeline.Of<T>().Then<Nothing>(name, async (input, _, cancellationToken) =>
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item)) await action(item, cancellationToken);
            }
        }, hop);
    }
}
