using Flow.Cli.CommandLine;
using Flow.Soak.Memory;
using Flow.Soak.Reports;

namespace Flow.Soak.Waits;

/// <summary>Waits that are cancelled while they are parked, by the million: they leave nothing behind.</summary>
internal sealed class CancelledWaits(Progress progress, TimeProvider timeProvider)
{
    private const long Most = 10_000_000;
    private const int Block = 20_000;

    public async Task<WaitsReport> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var ends = HopKind.All.SelectMany(kind => new[] { Reader(kind), Writer(kind) }).ToArray();
        var report = new WaitsReport();
        // The first block of each makes what all share.
        foreach (var end in ends) await CancelAsync(end, report);
        report.HeapBefore = Heap.Bytes();
        var startedAt = timeProvider.GetTimestamp();
        for (var block = 0; report.Waits < Most && !cancellationToken.IsCancellationRequested; block++)
        {
            if (timeProvider.GetElapsedTime(startedAt) >= time) break;
            progress.Say($"cancelled waits: {report.Waits}");
            await CancelAsync(ends[block % ends.Length], report);
        }

        report.HeapAfter = Heap.Bytes();
        if (report.HeapAfter > report.HeapBefore + HeapSamples.Slack)
        {
            var growth = $"The heap grew from {report.HeapBefore} to {report.HeapAfter} bytes over {report.Waits} cancelled waits.";
            report.Breaches.Add(new Breach(growth, Seed: null, Picture: null));
        }

        return report;
    }

    private static End Reader(HopKind kind)
    {
        var hop = kind.Create(new HopOptions<long>(1));
        return new End($"the reader of {kind.Name}", hop.Reader.WaitToReadAsync);
    }

    private static End Writer(HopKind kind)
    {
        var hop = kind.Create(new HopOptions<long>(1));
        hop.Writer.TryWrite(0);
        return new End($"the writer of {kind.Name}", hop.Writer.WaitToWriteAsync);
    }

    private static async Task CancelAsync(End end, WaitsReport report)
    {
        for (var i = 0; i < Block; i++)
        {
            using var source = new CancellationTokenSource();
            var wait = end.WaitAsync(source.Token);
            if (wait.IsCompleted) report.Breaches.Add(new Breach($"There was nothing to wait for, and {end.Name} did not wait.", null, null));
            source.Cancel();
            try
            {
                await wait;
            }
            catch (OperationCanceledException)
            {
                report.Waits++;
            }
        }
    }

    private sealed record End(string Name, Func<CancellationToken, ValueTask<bool>> WaitAsync);
}
