namespace Flow;

/// <summary>Makes sources: pipelines from nothing.</summary>
public static partial class Source
{
    /// <summary>A source of the items of a sequence; each run enumerates it anew.</summary>
    /// <remarks>When the run is drained it takes no more and writes what it has in hand.</remarks>
    public static Pipeline<Nothing, T> From<T>(string name, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Pipeline.Of<Nothing>().Then(name, new EnumerableSource<T>(items));
    }
}

internal sealed class EnumerableSource<T>(IEnumerable<T> items) : SupplyStage<T>
{
    protected override Supply Begin() => new Enumeration(items.GetEnumerator());

    private sealed class Enumeration(IEnumerator<T> rest) : Supply
    {
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
