namespace Flow.Benchmarks.Peers;

/// <summary>Checks what comes out: the numbers from 0 on, each raised by one at every hop, in order and none missing.</summary>
internal sealed class Arrivals<T>(int hops)
    where T : unmanaged
{
    private long _next = hops;
    private long _sum;
    private bool _isOutOfOrder;

    public void Add(T item)
    {
        var number = Item.NumberOf(item);
        if (number != _next) _isOutOfOrder = true;
        _next = number + 1;
        _sum += number;
    }

    /// <summary>Whether just <paramref name="items"/> items have arrived, each as it should be.</summary>
    public bool AreAll(long items) =>
        !_isOutOfOrder && _next == hops + items && _sum == (hops * items) + (items * (items - 1) / 2);
}
