namespace Flow.Benchmarks.Peers;

/// <summary>Checks what comes out: the numbers from 0 on, each raised by one at every hop, in order and none missing.</summary>
internal sealed class Arrivals<T>(int hops)
    where T : unmanaged
{
    private long _next = hops;
    private long _sum;
    private bool _isOutOfOrder;

    public void Add(T item) => Count(item, ref _next, ref _sum, ref _isOutOfOrder);

    public void Add(ReadOnlySpan<T> items)
    {
        // In locals, not in fields for each item: what is measured is how items get here.
        var (next, sum, isOutOfOrder) = (_next, _sum, _isOutOfOrder);
        foreach (var item in items) Count(item, ref next, ref sum, ref isOutOfOrder);
        (_next, _sum, _isOutOfOrder) = (next, sum, isOutOfOrder);
    }

    /// <summary>Whether just <paramref name="items"/> items have arrived, each as it should be.</summary>
    public bool AreAll(long items) =>
        !_isOutOfOrder && _next == hops + items && _sum == (hops * items) + (items * (items - 1) / 2);

    private static void Count(T item, ref long next, ref long sum, ref bool isOutOfOrder)
    {
        var number = Item.NumberOf(item);
        if (number != next) isOutOfOrder = true;
        next = number + 1;
        sum += number;
    }
}
