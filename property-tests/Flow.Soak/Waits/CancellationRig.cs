using Flow.Cli.CommandLine;
using Flow.Soak.Reports;
using Flow.Soak.Runs;

namespace Flow.Soak.Waits;

/// <summary>
/// A hop of one item, a writer and a reader, and a third thread that cancels their tokens at random: what finds the framework's bounded
/// channel losing items.
/// </summary>
internal sealed class CancellationRig(Progress progress, TimeProvider timeProvider)
{
    private const long ItemsALap = 100_000;

    public async Task<RigReport> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var report = new RigReport();
        var startedAt = timeProvider.GetTimestamp();
        for (var lap = 0; report.Breaches.Count == 0 && !cancellationToken.IsCancellationRequested; lap++)
        {
            if (timeProvider.GetElapsedTime(startedAt) >= time) break;
            progress.Say($"cancellation rig: {report.Items} items, {report.Cancellations} cancelled calls");
            await LapAsync(HopKind.All[lap % HopKind.All.Count], lap, report);
        }

        return report;
    }

    private static async Task LapAsync(HopKind kind, int seed, RigReport report)
    {
        var hop = kind.Create(new HopOptions<long>(1));
        var (reading, writing) = (new Turnover(), new Turnover());
        using var done = new CancellationTokenSource();
        var canceller = Task.Factory.StartNew(
            () => CancelAtRandom(new Random(seed), reading, writing, done.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var writer = Task.Run(() => WriteAsync(hop.Writer, writing, report));
        var reader = Task.Run(() => ReadAsync(hop.Reader, reading, report));
        if (!await Watch.EndsAsync(Task.WhenAll(writer, reader), () => hop.Read().Items + hop.Read().Delivered))
            report.Break($"Through {kind.Name} nothing moves any more: {hop.Read()}", isHang: true);
        await done.CancelAsync();
        await canceller;
        if (report.Hangs > 0) return;
        report.Items += hop.Read().Delivered;
        if (hop.Read() is not { Items: ItemsALap, Delivered: ItemsALap })
            report.Break($"Through {kind.Name} of {ItemsALap} items not all came: {hop.Read()}", isHang: false);
    }

    private static void CancelAtRandom(Random random, Turnover reading, Turnover writing, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            (random.Next(2) == 0 ? reading : writing).Cancel();
            Thread.SpinWait(random.Next(200));
        }
    }

    private static async Task WriteAsync(HopWriter<long> writer, Turnover tokens, RigReport report)
    {
        for (long item = 0; item < ItemsALap;)
        {
            try
            {
                await writer.WriteAsync(item, tokens.Token);
                item++;
            }
            catch (OperationCanceledException)
            {
                report.CountCancellation();
            }
        }

        writer.Complete();
    }

    private static async Task ReadAsync(HopReader<long> reader, Turnover tokens, RigReport report)
    {
        for (long expected = 0; expected < ItemsALap;)
        {
            try
            {
                var item = await reader.ReadAsync(tokens.Token);
                if (item != expected) report.Break($"Item {item} came where item {expected} was to come.", isHang: false);
                expected = item + 1;
            }
            catch (OperationCanceledException)
            {
                report.CountCancellation();
            }
        }
    }
}
