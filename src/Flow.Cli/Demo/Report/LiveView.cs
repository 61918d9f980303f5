using Flow.Cli.Quantities;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Flow.Cli.Demo.Report;

/// <summary>How far a run is, and its hops, drawn over and over on a terminal until the run ends.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Task WatchAsync(IAnsiConsole terminal, DemoRun run, Task end, TimeProvider timeProvider) =>
        terminal.Live(Draw(run)).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Interval, timeProvider);
            while (await Task.WhenAny(end, timer.WaitForNextTickAsync().AsTask()) != end) live.UpdateTarget(Draw(run));
        });

    private static Rows Draw(DemoRun run)
    {
        var (received, all) = (run.BytesReceived, run.BytesToReceive);
        var percent = all == 0 ? 100 : 100 * received / all;
        IRenderable progress = new Text(
            $"{percent} %  {ByteSize.Write(received)} of {ByteSize.Write(all)}  {Duration.Write(run.Elapsed)}");
        return new Rows(progress, HopTable.Of(run.Hops()));
    }
}
