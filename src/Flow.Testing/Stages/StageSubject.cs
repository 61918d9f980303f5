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
    /// <summary>Whether items leave in the order they came.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>Whether each item in is one item out, so that what it holds can be counted.</summary>
    public bool IsOneToOne { get; init; } = true;

    /// <summary>Whether it may have had enough before its input ends.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>Whether what comes out depends on what came before, and it hands that over to nobody: it is no like of itself in a swap.</summary>
    public bool KeepsState { get; init; }

    /// <summary>How many items it has in hand at most, the hops inside it included.</summary>
    public int Hand { get; init; } = 128;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
