namespace Flow;

/// <summary>A reading end whose items a built-in body may work on where they lie.</summary>
internal abstract class SlotReader<T>(bool isLease) : LeasableReader<T>(isLease)
{
    /// <summary>
    /// The items at the head, side by side, up to <paramref name="most"/> of them; they leave with <see cref="Advance"/>. None when
    /// there is none now.
    /// </summary>
    public abstract ReadOnlySpan<T> Peek(int most);

    /// <summary>Takes the first of the items just peeked at, also when the lease has ended since.</summary>
    public abstract void Advance(int count);
}
