namespace Flow.Testing;

/// <summary>What a pipeline under test is given: the bound of its hops, and where one of its functions is to fail.</summary>
/// <param name="bound">The bound of hops.</param>
/// <param name="failsAt">Whether a function that is called with an item is to fail there.</param>
/// <param name="fault">What it throws then.</param>
public sealed class Probe(int bound, Func<object, bool> failsAt, Exception fault)
{
    /// <summary>The bound that the case has for hops.</summary>
    public int Bound => bound;

    /// <summary>Called by a function of the pipeline with an item that is its own: where it is to fail, the item is disposed, and the fault thrown.</summary>
    public T Own<T>(T item)
        where T : notnull
    {
        if (!failsAt(item)) return item;
        (item as IDisposable)?.Dispose();
        throw fault;
    }

    /// <summary>Called by a function of the pipeline with an item that it only looks at: where it is to fail, the fault is thrown.</summary>
    public T Look<T>(T item)
        where T : notnull => failsAt(item) ? throw fault : item;
}
