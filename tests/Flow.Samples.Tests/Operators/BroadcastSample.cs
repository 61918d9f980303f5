using Flow;

namespace Samples.Operators;

public sealed class BroadcastSample
{
    [Fact]
    public async Task Each_branch_gets_every_item()
    {
        var (stored, sums) = (new List<Block>(), new List<int>());

        var both = Pipeline.Of<Block>()
            .Broadcast("both", share: block => block.Copy(),
                ("store", Sink.ForEach<Block>("write", stored.Add)),
                ("check", Pipeline.Of<Block>().Map("sum", Checksum, hop: new(8)).Then(Sink.Collect("keep", sums))));

        await using var run = Source.From("blocks", [new Block([1, 2]), new Block([3])]).Then(both).Run();
        await run.Completion.Limit();

        Assert.Equal([[1, 2], [3]], stored.Select(block => block.Bytes));
        Assert.Equal([3, 3], sums);
    }

    private static int Checksum(Block block)
    {
        using (block) return block.Bytes.Sum(octet => octet);
    }

    private sealed record Block(byte[] Bytes) : IDisposable
    {
        public Block Copy() => new([.. Bytes]);

        public void Dispose()
        {
        }
    }
}
