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
}
