namespace Flow.Tests.Hops;

public sealed class PeekAndCountTests
{
    private readonly Hop<int> _hop = Hop<int>.Create(new(40));

    [Fact]
    public void A_peek_sees_the_next_item_and_takes_nothing()
    {
        Assert.True(_hop.Reader.CanPeek);
        Assert.False(_hop.Reader.TryPeek(out _));
        _hop.Writer.TryWrite([1, 2]);
        Assert.True(_hop.Reader.TryPeek(out var seen));
        Assert.True(_hop.Reader.TryPeek(out seen));
        Assert.Equal((1, 2), (seen, _hop.Reader.Count));
        Assert.True(_hop.Reader.TryRead(out var taken));
        Assert.Equal(seen, taken);
    }

    [Fact]
    public void The_figures_add_up()
    {
        Assert.True(_hop.Reader.CanCount);
        _hop.Writer.TryWrite(Enumerable.Range(0, 30).ToArray());
        Assert.Equal(10, _hop.Reader.TryRead(new int[10].AsSpan()));
        _hop.Writer.TryWrite(Enumerable.Range(0, 20).ToArray());
        Assert.Equal(40, _hop.Reader.Count);
        var reading = _hop.Read();
        Assert.Equal((50, 10, 40, 40, 30, 1), (reading.Items, reading.Delivered, reading.Held, reading.Occupancy, reading.Peak, reading.Batches));
    }
}
