namespace Flow;

/// <summary>An item that a stage could not process. Whoever takes it has the item; disposing it disposes that, where it can be.</summary>
/// <param name="Item">The item, as the stage took it from its input.</param>
/// <param name="Error">What the stage threw.</param>
/// <param name="Stage">The path of the stage.</param>
public sealed record DeadLetter<T>(T Item, Exception Error, string Stage) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Unwanted.Dispose(Item);
}
