namespace Flow;

public static partial class Sink
{
    /// <summary>A sink that adds each item to <paramref name="items"/>, in order; read it when the run has ended.</summary>
    public static Pipeline<T, Nothing> Collect<T>(string name, ICollection<T> items, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return ForEach(name, items.Add, hop);
    }
}
