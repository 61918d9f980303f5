namespace Flow;

/// <summary>Makes sources: pipelines from nothing.</summary>
public static partial class Source
{
    /// <summary>A source of the items of a sequence; each run enumerates it anew.</summary>
    /// <remarks>
    /// Each item is passed on before the next is asked for, since that may be long in coming; those of a collection, which are there already, go
    /// in batches. When the run is drained or stopped, no more is asked for.
    /// </remarks>
    public static Pipeline<Nothing, T> From<T>(string name, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Pipeline.Of<Nothing>().Then(name, new EnumerableSource<T>(items));
    }
}

internal sealed class EnumerableSource<T>(IEnumerable<T> items) : SupplyStage<T>
{
    private readonly int _batch = items is ICollection<T> or IReadOnlyCollection<T> ? Hand<T>.BatchSize : 1;

    protected override Supply Begin() => new Enumeration(items.GetEnumerator(), _batch);

    private sealed class Enumeration(IEnumerator<T> rest, int batch) : Supply
    {
        public override int Batch => batch;

        public override bool TryFill(Span<T> free, ref int made)
        {
            while (made < free.Length)
            {
                if (!rest.MoveNext()) return false;
                free[made] = rest.Current;
                made++;
            }

            return true;
        }

        public override void Dispose() => rest.Dispose();
    }
}
