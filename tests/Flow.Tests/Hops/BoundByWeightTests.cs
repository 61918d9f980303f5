namespace Flow.Tests.Hops;

public sealed class BoundByWeightTests
{
    [Theory]
    [ClassData<OwnHops>]
    public void A_hop_takes_as_much_as_weighs_its_capacity(HopKind kind)
    {
        var hop = Weighing(kind, 10);
        Assert.Equal(3, hop.Writer.TryWrite([5, 3, 2, 1]));
        Assert.Equal(0, hop.Writer.Room);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.Equal(5, hop.Writer.Room);
        Assert.False(hop.Writer.TryWrite(6));
        Assert.True(hop.Writer.TryWrite(5));
        Assert.Equal((10, 3), (hop.Read().Occupancy, hop.Read().Held));
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task An_item_heavier_than_the_bound_waits_for_the_others_and_passes_alone(HopKind kind)
    {
        var hop = Weighing(kind, 4);
        Assert.True(hop.Writer.TryWrite(1));
        var heavy = hop.Writer.WriteAsync(9).AsTask();
        Assert.False(heavy.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        await heavy.Limit();
        Assert.False(hop.Writer.TryWrite(1));
        Assert.Equal(9, hop.Read().Occupancy);
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_writer_refused_for_an_item_of_no_weight_waits_and_does_not_spin(HopKind kind)
    {
        var hop = Weighing(kind, 4);
        Assert.True(hop.Writer.TryWrite(9));
        Assert.False(hop.Writer.TryWrite(0));
        var room = hop.Writer.WaitToWriteAsync().AsTask();
        Assert.False(room.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(await room.Limit());
        Assert.True(hop.Writer.TryWrite(0));
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_hop_bounded_by_weight_bounds_its_items_too(HopKind kind)
    {
        var hop = kind.Create<int>(new(100) { Weigh = item => item, MaxItems = 3 });
        Assert.Equal(3, hop.Writer.TryWrite([0, 0, 0, 0]));
        Assert.Equal(0, hop.Writer.Room);
        var room = hop.Writer.WaitToWriteAsync().AsTask();
        Assert.False(room.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(await room.Limit());
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_writer_that_waits_for_much_room_is_not_woken_by_little(HopKind kind)
    {
        var hop = Weighing(kind, 10);
        Assert.Equal(3, hop.Writer.TryWrite([2, 2, 6]));
        var write = hop.Writer.WriteAsync(4).AsTask();
        Assert.True(hop.Reader.TryRead(out _));
        Assert.False(write.IsCompleted);
        Assert.True(hop.Reader.TryRead(out _));
        await write.Limit();
    }

    [Theory]
    [ClassData<OwnHops>]
    public void What_cannot_be_weighed_is_refused_and_what_came_before_it_is_in(HopKind kind)
    {
        var hop = kind.Create<int>(new(10) { Weigh = item => item == 3 ? throw new InvalidDataException() : item });
        Assert.Equal(2, hop.Writer.TryWrite([1, 2, 3, 4]));
        Assert.Throws<InvalidDataException>(() => hop.Writer.TryWrite([3, 4]));
        Assert.Throws<InvalidDataException>(() => hop.Writer.TryWrite(3));
        var error = Assert.Throws<InvalidOperationException>(() => hop.Writer.TryWrite(-1));
        Assert.Equal("An item put into the hop 'hop' weighs -1; no item weighs less than 0.", error.Message);
        Assert.True(hop.Writer.TryWrite(4));
        Assert.Equal((7, 3), (hop.Read().Occupancy, hop.Read().Held));
    }

    [Theory]
    [ClassData<OwnHops>]
    public void A_batch_that_is_read_gives_back_its_weight(HopKind kind)
    {
        var hop = Weighing(kind, 10);
        Assert.Equal(3, hop.Writer.TryWrite([2, 3, 4]));
        Assert.Equal(2, hop.Reader.TryRead(new int[2].AsSpan()));
        Assert.Equal((4, 6), (hop.Read().Occupancy, hop.Writer.Room));
        Assert.True(hop.Writer.TryWrite(6));
    }

    private static Hop<int> Weighing(HopKind kind, int capacity) => kind.Create<int>(new(capacity) { Weigh = item => item });
}
