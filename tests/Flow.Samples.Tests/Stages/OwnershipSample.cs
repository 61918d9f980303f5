using System.Threading.Channels;
using Flow;

namespace Samples.Stages;

internal sealed class Rented : IDisposable
{
    private static int _outstanding;

    public Rented() => Interlocked.Increment(ref _outstanding);

    public static int Outstanding => Volatile.Read(ref _outstanding);

    public void Dispose() => Interlocked.Decrement(ref _outstanding);
}

public sealed class OwnershipSample
{
    [Fact]
    public async Task An_item_that_is_not_written_is_the_bodys_to_dispose()
    {
        var pipeline = Pipeline.Of<Rented>()
            .Then<Rented>("pass", async (input, output, cancellationToken) =>
            {
                while (await input.WaitToReadAsync(cancellationToken))
                {
                    while (input.TryRead(out var item))
                    {
                        if (await TryPassAsync(item, output, cancellationToken)) continue;
                        item.Dispose();                         // nobody took it: it is still ours
                        return;
                    }
                }
            });

        var taken = 0;
        var sink = Pipeline.Of<Rented>().Then<Nothing>("take ten", async (input, _, cancellationToken) =>
        {
            for (; taken < 10; taken++) (await input.ReadAsync(cancellationToken)).Dispose();
        });
        await using var run = pipeline.Run(Enumerable.Range(0, 1_000).Select(_ => new Rented()), sink);
        await run.Completion.Limit();
        Assert.Equal(10, taken);
        Assert.Equal(0, Rented.Outstanding);
    }

    private static async ValueTask<bool> TryPassAsync(Rented item, ChannelWriter<Rented> output, CancellationToken cancellationToken)
    {
        while (!output.TryWrite(item))
        {
            try
            {
                if (!await output.WaitToWriteAsync(cancellationToken)) return false;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }
}
