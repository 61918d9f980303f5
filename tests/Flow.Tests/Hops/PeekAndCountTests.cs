namespace Flow.Tests.Hops;

public sealed class PeekAndCountTests
{
    [Theory]
    [ClassData<EveryHop>]
    public void A_peek_sees_the_next_item_and_takes_nothing(HopKind kind)
    {
        var hop = kind.Create<int>(new(40));
        Assert.True(hop.Reader.CanPeek);
        Assert.False(hop.Reader.TryPeek(out _));
        hop.Writer.TryWrite([1, 2]);
        Assert.True(hop.Reader.TryPeek(out var seen));
        Assert.True(hop.Reader.TryPeek(out seen));
        Assert.Equal((1, 2), (seen, hop.Reader.Count));
        Assert.True(hop.Reader.TryRead(out var taken));
        Assert.Equal(seen, taken);
    }

    [Theory]
    [ClassData<OwnHops>]
    public void The_figures_add_up(HopKind kind)
    {
        var hop = kind.Create<int>(new(40));
        Assert.True(hop.Reader.CanCount);
        hop.Writer.TryWrite(Enumerable.Range(0, 30).ToArray());
        Assert.Equal(10, hop.Reader.TryRead(new int[10].AsSpan()));
        hop.Writer.TryWrite(Enumerable.Range(0, 20).ToArray());
        Assert.Equal(40, hop.Reader.Count);
        var reading = hop.Read();
        Assert.Equal((50, 10, 40, 40, 30, 1), (reading.Items, reading.Delivered, reading.Held, reading.Occupancy, reading.Peak, reading.Batches));
    }
}
