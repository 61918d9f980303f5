using Flow;

namespace Samples.Concepts;

public sealed class HopSample
{
    [Fact]
    public async Task A_hop_closes_from_both_ends()
    {
        var hop = Hop<string>.Create(new HopOptions<string>(2) { Name = "lines" });

        await hop.Writer.WriteAsync("one");
        await hop.Writer.WriteAsync("two");
        var taken = hop.Writer.TryWrite("three");             // false: it is full

        hop.Reader.Abandon();                                 // the reader has gone; what is left is released
        var wanted = await hop.Writer.WaitToWriteAsync();     // false: the writer learns it where it waits
        Console.WriteLine(hop.Read().Abandoned);              // 2

        Assert.False(taken);
        Assert.False(wanted);
        Assert.Equal(2, hop.Read().Abandoned);
    }

    [Fact]
    public async Task A_hop_is_bounded_by_weight()
    {
        var bytes = new HopOptions<byte[]>(64 * 1024) { Weigh = block => block.Length, MaxItems = 100 };

        var hop = Hop<byte[]>.Create(bytes);
        Assert.True(hop.Writer.TryWrite(new byte[48 * 1024]));
        Assert.False(hop.Writer.TryWrite(new byte[48 * 1024]));
        Assert.Equal(16 * 1024, hop.Writer.Room);
        await hop.Reader.ReadAsync();
        Assert.True(hop.Writer.TryWrite(new byte[100 * 1024]));
    }

    [Fact]
    public void A_full_hop_may_let_items_fall_and_many_may_write()
    {
        var latest = new HopOptions<Quote>(16) { FullMode = HopFullMode.DropOldest };
        var fromMany = new HopOptions<Quote>(256) { SingleWriter = false };

        var quotes = Hop<Quote>.Create(latest);
        for (var price = 0; price < 20; price++) Assert.True(quotes.Writer.TryWrite(new Quote(price)));
        Assert.Equal((16, 4), (quotes.Reader.Count, quotes.Read().Dropped));

        var all = Hop<Quote>.Create(fromMany);
        Parallel.For(0, 200, price => Assert.True(all.Writer.TryWrite(new Quote(price))));
        Assert.Equal(200, all.Reader.Count);
    }

    private sealed record Quote(decimal Price);
}
