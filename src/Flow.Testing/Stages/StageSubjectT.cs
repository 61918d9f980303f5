namespace Flow.Testing;

/// <summary>A kind of stage that is held to the laws, and what it declares about itself.</summary>
/// <typeparam name="TIn">What it reads.</typeparam>
/// <typeparam name="TOut">What it writes.</typeparam>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Create">Makes one.</param>
/// <param name="Item">Makes the item of a number; items are told apart by <see cref="object.Equals(object)"/>.</param>
/// <param name="Model">What a list of items becomes, in order.</param>
public sealed record StageSubject<TIn, TOut>(
    string Name,
    Func<IStage<TIn, TOut>> Create,
    Func<int, TIn> Item,
    Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> Model)
    where TOut : notnull
{
    /// <summary>What it declares.</summary>
    public Capabilities Capabilities { get; init; } = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Swappable;

    /// <summary>How many items it has in hand at most, the hops inside it included.</summary>
    public int Hand { get; init; } = 128;

    /// <summary>The key of an item that comes out, where it is <see cref="Capabilities.Keyed"/>.</summary>
    public Func<TOut, object>? Key { get; init; }

    /// <summary>
    /// Makes one that awaits a function for each item before it is done with it, and goes on with others meanwhile. It shows that one slow
    /// item does not hold up the rest where no order was declared.
    /// </summary>
    public Func<Func<TIn, ValueTask>, IStage<TIn, TOut>>? CreateHeld { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool Has(Capabilities capabilities) => (Capabilities & capabilities) == capabilities;
}
