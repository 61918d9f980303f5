namespace Flow.Testing;

/// <summary>A pipeline that is held to the laws in whole runs, and what it declares about itself.</summary>
/// <typeparam name="TIn">What it reads.</typeparam>
/// <typeparam name="TOut">What it writes.</typeparam>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Build">
/// Puts it behind a source; its functions call the probe, which lets them fail where the case says so. The names <c>source</c>, <c>before</c>,
/// <c>after</c> and <c>sink</c> are in use.
/// </param>
/// <param name="Item">Makes the item of a number; items are told apart by <see cref="object.Equals(object)"/>.</param>
/// <param name="Model">What a list of items becomes, in order.</param>
public sealed record PipelineSubject<TIn, TOut>(
    string Name,
    Func<Pipeline<Nothing, TIn>, Probe, Pipeline<Nothing, TOut>> Build,
    Func<int, TIn> Item,
    Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> Model)
    where TIn : notnull
    where TOut : notnull
{
    /// <summary>What it declares.</summary>
    public Capabilities Capabilities { get; init; } =
        Capabilities.Ordered | Capabilities.OneToOne | Capabilities.FaultsInOrder | Capabilities.Drains;

    /// <summary>
    /// Makes the source, where that is what is under test: it gives the items of a sequence, which it takes when it can give them, and is
    /// called <c>source</c>.
    /// </summary>
    public Func<IEnumerable<TIn>, Pipeline<Nothing, TIn>>? CreateSource { get; init; }

    /// <summary>
    /// Makes the sink, where that is what is under test: it calls a function with each item, which is the function's from then on, and is
    /// called <c>sink</c>.
    /// </summary>
    public Func<Action<TOut>, Probe, Pipeline<TOut, Nothing>>? CreateSink { get; init; }

    /// <summary>Swaps that may be asked for while it runs, each of a stage for its like.</summary>
    public IReadOnlyList<Func<PipelineRun, CancellationToken, Task>> Swaps { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool Has(Capabilities capabilities) => (Capabilities & capabilities) == capabilities;
}
