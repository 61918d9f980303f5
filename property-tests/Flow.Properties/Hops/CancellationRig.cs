using Flow.Testing;
using Xunit;

namespace Flow.Properties.Hops;

/// <summary>
/// The rig that finds the framework's bounded channel losing items (dotnet/runtime#132094): a hop of one item, a writer and a
/// reader, and a third thread that cancels their tokens at random.
/// </summary>
public sealed class CancellationRig
{
    private const int Items = 100_000;

    public static TheoryData<HopSubject> Kinds() => [HopKinds.Ring, HopKinds.Shared, HopKinds.Bounded, HopKinds.SingleReader];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_cancelled_ReadAsync_or_WriteAsync_loses_nothing(HopSubject kind)
    {
        var hop = (Hop<int>)kind.Create(new HopOptions<int>(1));
        using var done = new CancellationTokenSource();
        var reading = new Turnover();
        var writing = new Turnover();
        var canceller = Task.Run(() =>
        {
            var random = new Random(1);
            while (!done.IsCancellationRequested)
            {
                (random.Next(2) == 0 ? reading : writing).Cancel();
                Thread.SpinWait(random.Next(200));
            }
        });
        var writer = Task.Run(async () =>
        {
            for (var item = 0; item < Items;)
            {
                try
                {
                    await hop.Writer.WriteAsync(item, writing.Token);
                    item++;
                }
                catch (OperationCanceledException)
                {
                    // The item is still ours.
                }
            }

            hop.Writer.Complete();
        });
        var reader = Task.Run(async () =>
        {
            try
            {
                await ReadAllAsync(hop.Reader, reading);
            }
            finally
            {
                // A reader that has lost an item must not leave the writer waiting.
                hop.Reader.Abandon();
            }
        });

        await Task.WhenAll(reader, writer).WaitAsync(TimeSpan.FromSeconds(30));
        await done.CancelAsync();
        await canceller;
        Assert.Equal((Items, Items), (hop.Read().Items, hop.Read().Delivered));
    }

    private static async Task ReadAllAsync(HopReader<int> reader, Turnover tokens)
    {
        for (var expected = 0; expected < Items;)
        {
            try
            {
                Assert.Equal(expected, await reader.ReadAsync(tokens.Token));
                expected++;
            }
            catch (OperationCanceledException)
            {
                // Nothing was taken.
            }
        }

        Assert.False(await reader.WaitToReadAsync());
    }

    /// <summary>A token for the next calls, and its cancellation by somebody else.</summary>
    private sealed class Turnover
    {
        private CancellationTokenSource _source = new();

        public CancellationToken Token => Volatile.Read(ref _source).Token;

        public void Cancel() => Interlocked.Exchange(ref _source, new CancellationTokenSource()).Cancel();
    }
}
