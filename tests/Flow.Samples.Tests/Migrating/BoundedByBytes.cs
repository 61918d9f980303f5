using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class BoundedByBytes
{
    [Fact]
    public async Task No_more_than_a_thousand_bytes_wait()
    {
        var blocks = Enumerable.Range(0, 200).Select(number => new byte[1 + ((number * 37) % 1000)]).ToArray();
        Assert.Equal(blocks.Select(block => block.Length), await WithDataflowAsync(blocks).Limit());
        Assert.Equal(blocks.Select(block => block.Length), await WithChannelsAsync(blocks).Limit());
        Assert.Equal(blocks.Select(block => block.Length), await WithFlowAsync(blocks).Limit());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<byte[]> blocks)
    {
        var stored = new List<int>();
        using var room = new SemaphoreSlim(1000, 1000);
        var store = new ActionBlock<byte[]>(block =>
        {
            stored.Add(block.Length);
            room.Release(block.Length);
        });
        foreach (var block in blocks)
        {
            for (var taken = 0; taken < block.Length; taken++) await room.WaitAsync();   // byte by byte: it knows no other way
            await store.SendAsync(block);
        }

        store.Complete();
        await store.Completion;
        return stored;
    }

    private static async Task<List<int>> WithChannelsAsync(IEnumerable<byte[]> blocks)
    {
        var stored = new List<int>();
        using var room = new SemaphoreSlim(1000, 1000);
        var waiting = Channel.CreateUnbounded<byte[]>();
        var storing = Task.Run(async () =>
        {
            await foreach (var block in waiting.Reader.ReadAllAsync())
            {
                stored.Add(block.Length);
                room.Release(block.Length);
            }
        });
        foreach (var block in blocks)
        {
            for (var taken = 0; taken < block.Length; taken++) await room.WaitAsync();   // byte by byte: it knows no other way
            waiting.Writer.TryWrite(block);
        }

        waiting.Writer.Complete();
        await storing;
        return stored;
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<byte[]> blocks)
    {
        var stored = new List<int>();
        await using var run = Source.From("blocks", blocks)
            .Then(Sink.ForEach<byte[]>("store", block => stored.Add(block.Length), new(1000) { Weigh = block => block.Length }))
            .Run();
        await run.Completion;
        return stored;
    }
}
