using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Zoo.Stress;

/// <summary>
/// A race that the simulation cannot look into where a channel is not ours: a hop of one item, and a third party that cancels the reader's
/// tokens at random.
/// </summary>
/// <param name="Items">How many are written.</param>
/// <param name="Seed">Draws when tokens are cancelled.</param>
internal sealed record CancelledReads(int Items, int Seed)
{
    public static Law<HopSubject, CancelledReads> Law { get; } = new(
        "CancelledRead", "A read that is cancelled, at whatever moment, has taken nothing.", static (subject, reads) => reads.HoldAsync(subject));

    private async Task HoldAsync(HopSubject subject)
    {
        var hop = subject.Create(new HopOptions<int>(1));
        var tokens = new Turnover();
        using var done = new CancellationTokenSource();
        var cancelling = Task.Run(() => Cancel(tokens, done.Token));
        var writing = Task.Run(() => WriteAsync(hop.Writer));
        var reading = Task.Run(() => ReadAsync(hop.Reader, tokens));
        await writing;
        var read = await reading;
        await done.CancelAsync();
        await cancelling;
        if (read < Items) throw new LawBrokenException($"{Items - read} of {Items} items went when a read was cancelled");
    }

    private void Cancel(Turnover tokens, CancellationToken done)
    {
        var random = new Random(Seed);
        while (!done.IsCancellationRequested)
        {
            tokens.Cancel();
            Thread.SpinWait(random.Next(200));
        }
    }

    private async Task WriteAsync(ChannelWriter<int> writer)
    {
        for (var item = 0; item < Items; item++) await writer.WriteAsync(item);
        writer.Complete();
    }

    private static async Task<int> ReadAsync(ChannelReader<int> reader, Turnover tokens)
    {
        for (var read = 0; ;)
        {
            try
            {
                await reader.ReadAsync(tokens.Token);
                read++;
            }
            catch (OperationCanceledException)
            {
                // Nothing was taken.
            }
            catch (ChannelClosedException)
            {
                return read;
            }
        }
    }

    /// <summary>A token for the next calls, and its cancellation by somebody else.</summary>
    private sealed class Turnover
    {
        private CancellationTokenSource _source = new();

        public CancellationToken Token => Volatile.Read(ref _source).Token;

        public void Cancel() => Interlocked.Exchange(ref _source, new CancellationTokenSource()).Cancel();
    }
}
