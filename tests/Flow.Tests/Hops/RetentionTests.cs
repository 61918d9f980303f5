using System.Runtime.CompilerServices;

namespace Flow.Tests.Hops;

public sealed class RetentionTests
{
    [Theory]
    [ClassData<EveryHop>]
    public void A_hop_keeps_nothing_alive_that_it_has_delivered_or_released(HopKind kind)
    {
        var hop = kind.Create<object>(new(4));
        var delivered = Deliver(hop);
        var released = Put(hop);
        hop.Reader.Abandon();
        GC.Collect();
        Assert.False(delivered.IsAlive);
        Assert.False(released.IsAlive);
        GC.KeepAlive(hop);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Deliver(Hop<object> hop)
    {
        var item = Put(hop);
        Assert.True(hop.Reader.TryRead(out _));
        return item;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Put(Hop<object> hop)
    {
        var item = new object();
        Assert.True(hop.Writer.TryWrite(item));
        return new(item);
    }
}
