namespace Flow.Tests.Hops;

public sealed class BoundByItemsTests
{
    public static MatrixTheoryData<HopKind, int> Sizes { get; } = new(Enum.GetValues<HopKind>(), [1, 5, 16, 40, 2000]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_hop_takes_as_many_items_as_its_capacity(HopKind kind, int capacity)
    {
        var hop = kind.Create<int>(new(capacity));
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

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_writer_is_woken_at_the_first_room(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        hop.Writer.TryWrite([1, 2]);
        var wait = hop.Writer.WriteAsync(3).AsTask();
        Assert.False(wait.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        await wait.Limit();
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_bound_of_nothing_is_refused(HopKind kind)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => kind.Create<int>(new(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kind.Create<int>(new(1) { MaxItems = 0 }));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => kind.Create<int>(new(-2) { Name = "orders" }));
        Assert.StartsWith("The hop 'orders' has a bound of -2; a hop holds at least 1.", error.Message, StringComparison.Ordinal);
        Assert.True(kind.Create<int>(new(1) { MaxItems = 1 }).Writer.TryWrite(1));
    }
}
