namespace Flow.Tests.Hops;

public sealed class BoundByItemsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_hop_takes_as_many_items_as_its_capacity(int capacity)
    {
        var hop = Hop<int>.Create(new(capacity));
        for (var i = 0; i < capacity; i++)
        {
            Assert.Equal(capacity - i, hop.Writer.Room);
            Assert.True(hop.Writer.TryWrite(i));
        }

        Assert.Equal(0, hop.Writer.Room);
        Assert.False(hop.Writer.TryWrite(-1));
        Assert.Equal(0, hop.Writer.TryWrite([-1]));
        Assert.True(hop.Reader.TryRead(out _));
        Assert.Equal(1, hop.Writer.TryWrite([capacity, capacity + 1]));
    }

    [Fact]
    public async Task A_writer_is_woken_at_the_first_room()
    {
        var hop = Hop<int>.Create(new(2));
        hop.Writer.TryWrite([1, 2]);
        var wait = hop.Writer.WriteAsync(3).AsTask();
        Assert.False(wait.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        await wait.Limit();
    }

    [Fact]
    public void A_bound_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hop<int>.Create(new(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hop<int>.Create(new(1) { MaxItems = 0 }));
    }
}
