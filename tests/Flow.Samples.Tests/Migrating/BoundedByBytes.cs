using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class BoundedByBytes
{
    [Fact]
    public async Task No_more_than_a_thousand_bytes_wait()
    {
        foreach (var run in new Func<IEnumerable<byte[]>, Action<byte[]>, Task>[] { WithDataflowAsync, WithChannelsAsync, WithFlowAsync })
        {
            var (stored, waiting, most) = (new List<int>(), 0, 0);
            IEnumerable<byte[]> Blocks()
            {
                for (var number = 0; number < 200; number++)
                {
                    // Who asks for one has none in hand: what was made before waits, or has been stored.
                    most = Math.Max(most, Volatile.Read(ref waiting));
                    var block = new byte[(number * 37) % 1000];
                    Interlocked.Add(ref waiting, block.Length);
                    yield return block;
                }
            }

            await run(Blocks(), block =>
            {
                stored.Add(block.Length);
                Interlocked.Add(ref waiting, -block.Length);
            }).Limit();
            Assert.Equal(Enumerable.Range(0, 200).Select(number => (number * 37) % 1000), stored);
            Assert.InRange(most, 0, 1000);
        }
    }

    [Fact]
    public async Task A_store_that_fails_is_heard_of()
    {
        var blocks = Enumerable.Repeat(new byte[600], 200);
        await Assert.ThrowsAsync<FormatException>(() => WithDataflowAsync(blocks, _ => throw new FormatException()).Limit());
        await Assert.ThrowsAsync<FormatException>(() => WithChannelsAsync(blocks, _ => throw new FormatException()).Limit());
        await Assert.ThrowsAsync<StageFaultException>(() => WithFlowAsync(blocks, _ => throw new FormatException()).Limit());
    }

    private static async Task WithDataflowAsync(IEnumerable<byte[]> blocks, Action<byte[]> store)
    {
        var waiting = 0;
        using var taken = new SemaphoreSlim(0);
        var storing = new ActionBlock<byte[]>(block =>
        {
            store(block);
            Interlocked.Add(ref waiting, -block.Length);
            taken.Release();
        });
        foreach (var block in blocks)
        {
            // One that is larger than the bound goes alone; a store that has failed takes nothing any more.
            while (Volatile.Read(ref waiting) is > 0 and var bytes && bytes + block.Length > 1000 && !storing.Completion.IsCompleted)
                await Task.WhenAny(taken.WaitAsync(), storing.Completion);
            Interlocked.Add(ref waiting, block.Length);
            if (!await storing.SendAsync(block)) break;
        }

        storing.Complete();
        await storing.Completion;
    }

    private static async Task WithChannelsAsync(IEnumerable<byte[]> blocks, Action<byte[]> store)
    {
        var waiting = 0;
        using var taken = new SemaphoreSlim(0);
        var channel = Channel.CreateUnbounded<byte[]>();
        var storing = Task.Run(async () =>
        {
            await foreach (var block in channel.Reader.ReadAllAsync())
            {
                store(block);
                Interlocked.Add(ref waiting, -block.Length);
                taken.Release();
            }
        });
        foreach (var block in blocks)
        {
            // One that is larger than the bound goes alone; a store that has failed takes nothing any more.
            while (Volatile.Read(ref waiting) is > 0 and var bytes && bytes + block.Length > 1000 && !storing.IsCompleted)
                await Task.WhenAny(taken.WaitAsync(), storing);
            if (storing.IsCompleted) break;
            Interlocked.Add(ref waiting, block.Length);
            channel.Writer.TryWrite(block);
        }

        channel.Writer.Complete();
        await storing;
    }

    private static async Task WithFlowAsync(IEnumerable<byte[]> blocks, Action<byte[]> store)
    {
        await using var run = Source.From<byte[]>("blocks", async (output, cancellationToken) =>
            {
                // One in hand; Source.From(name, blocks) has up to 128.
                foreach (var block in blocks) await output.WriteAsync(block, cancellationToken);
            })
            .Then(Sink.ForEach("store", store, new(1000) { Weigh = block => block.Length }))
            .Run();
        await run.Completion;
    }
}
