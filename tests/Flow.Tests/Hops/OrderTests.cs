namespace Flow.Tests.Hops;

public sealed class OrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Items_leave_in_the_order_they_entered_however_the_ring_grows(int capacity)
    {
        var hop = Hop<int>.Create(new(capacity));
        var (next, expected) = (0, 0);
        // Fuller and fuller, so that each segment is entered with items in the one before.
        for (var round = 0; round < 3 * capacity; round++)
        {
            while (hop.Reader.Count < Math.Min(capacity, round + 1) && hop.Writer.TryWrite(next)) next++;
            Assert.True(hop.Reader.TryRead(out var item));
            Assert.Equal(expected++, item);
        }

        while (hop.Reader.TryRead(out var item)) Assert.Equal(expected++, item);
        Assert.Equal(next, expected);
    }

    [Fact]
    public void A_batch_is_read_across_segments_as_one()
    {
        var hop = Hop<int>.Create(new(100));
        Assert.Equal(100, hop.Writer.TryWrite(Enumerable.Range(0, 120).ToArray()));
        var items = new int[120];
        Assert.Equal(100, hop.Reader.TryRead(items.AsSpan()));
        Assert.Equal(Enumerable.Range(0, 100), items.Take(100));
    }
}
