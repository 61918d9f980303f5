namespace Flow;

/// <summary>A writing end whose free slots a built-in body may fill where they lie.</summary>
internal abstract class SlotWriter<T>(bool isLease) : LeasableWriter<T>(isLease)
{
    /// <summary>Whether slots can be reserved: the hop is bounded by items.</summary>
    public abstract bool CanReserve { get; }

    /// <summary>
    /// Free slots behind the tail, side by side, up to <paramref name="most"/> of them; what is stored there goes in with
    /// <see cref="Commit"/>. None when there is no room. Only of a hop bounded by items.
    /// </summary>
    public abstract Span<T> Reserve(int most);

    /// <summary>Puts in what was stored in the first of the slots just reserved, also when the lease has ended since.</summary>
    public abstract void Commit(int count);
}
