using Flow.Cli.Demo.Network;

namespace Flow.Cli.Demo;

/// <summary>The most memory in use at any of its samples: the managed heap and what the network rented beside it.</summary>
internal sealed class MemoryPeak(IDemoNetwork network)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public long Bytes { get; private set; }

    public async Task SampleAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        try
        {
            do
            {
                Bytes = Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: false) + network.NativeBytesRented);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // It is sampled for as long as it is wanted.
        }
    }
}
