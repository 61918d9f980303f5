namespace Flow.Tests.Hops;

public sealed class OrderTests
{
    public static MatrixTheoryData<HopKind, int> Sizes { get; } = new(Enum.GetValues<HopKind>(), [1, 3, 16, 17, 1000]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Items_leave_in_the_order_they_entered_however_the_hop_grows(HopKind kind, int capacity)
    {
        var hop = kind.Create<int>(new(capacity));
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

    [Theory]
    [ClassData<EveryHop>]
    public void A_batch_is_read_across_segments_as_one(HopKind kind)
    {
        var hop = kind.Create<int>(new(100));
        Assert.Equal(100, hop.Writer.TryWrite(Enumerable.Range(0, 120).ToArray()));
        var items = new int[120];
        Assert.Equal(100, hop.Reader.TryRead(items.AsSpan()));
        Assert.Equal(Enumerable.Range(0, 100), items.Take(100));
    }
}
