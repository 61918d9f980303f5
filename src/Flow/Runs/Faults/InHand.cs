namespace Flow;

/// <summary>The item a stage had in hand when it threw, or none.</summary>
internal readonly record struct InHand<T>(bool Any, T Item)
{
    public static InHand<T> None => default;

    public static InHand<T> One(T item) => new(true, item);
}
