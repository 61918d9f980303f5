namespace Flow;

/// <summary>Says where an array of a batch is full: by number, or by the weight of its items, each of which it weighs once.</summary>
internal sealed class BatchScale<T>(string stage, int size, int weight, Func<T, int>? weigh)
{
    private long _total;
    private int? _misfit;

    /// <summary>How many of the items held go into the array that fills.</summary>
    public int Weighed { get; private set; }

    private bool IsFull => Weighed == size || _total >= weight || _misfit is not null;

    /// <summary>Weighs the items not weighed yet, up to where an array is full; false when it is not.</summary>
    public bool TryFill(ReadOnlySpan<T> held, out int count)
    {
        if (weigh is null) Weighed = Math.Min(size, held.Length);
        else while (Weighed < held.Length && !IsFull) Put(Weigh(weigh, held[Weighed]));
        count = Weighed;
        return IsFull;
    }

    /// <summary>The array has left; an item that did not fit is the first of the next.</summary>
    public void Take(int count)
    {
        Weighed -= count;
        _total = 0;
        if (_misfit is not { } first) return;
        _misfit = null;
        Put(first);
    }

    private void Put(int itemWeight)
    {
        if (Weighed > 0 && _total + itemWeight > weight)
        {
            _misfit = itemWeight;
            return;
        }

        _total += itemWeight;
        Weighed++;
    }

    private int Weigh(Func<T, int> weigh, T item) => weigh(item) is >= 0 and var itemWeight ? itemWeight : throw new InvalidOperationException(
        $"An item of the batch '{stage}' weighs less than 0; no item does.");
}
