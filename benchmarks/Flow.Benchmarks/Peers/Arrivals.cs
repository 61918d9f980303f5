namespace Flow.Benchmarks.Peers;

/// <summary>Checks what comes out: the numbers from 0 on, each raised by one at every hop, in order and none missing.</summary>
internal sealed class Arrivals<T>(int hops)
    where T : unmanaged
{
    private long _next = hops;
    private long _sum;
    private bool _isOutOfOrder;

    public void Add(T item) => Add(new ReadOnlySpan<T>(in item));

    public void Add(ReadOnlySpan<T> items)
    {
        // In locals, which stay in registers: what is measured is how items get here.
        var (next, sum, isOutOfOrder) = (_next, _sum, _isOutOfOrder);
        foreach (var item in items)
        {
            var number = Item.NumberOf(item);
            isOutOfOrder |= number != next;
            next = number + 1;
            sum += number;
        }

        (_next, _sum, _isOutOfOrder) = (next, sum, isOutOfOrder);
    }

    /// <summary>Whether just <paramref name="items"/> items have arrived, each as it should be.</summary>
    public bool AreAll(long items) =>
        !_isOutOfOrder && _next == hops + items && _sum == (hops * items) + (items * (items - 1) / 2);
}
