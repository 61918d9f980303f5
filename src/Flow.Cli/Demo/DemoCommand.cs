using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Cli.CommandLine;
using Flow.Cli.Demo.Network;
using Flow.Cli.Demo.Report;
using Flow.Cli.Quantities;
using Spectre.Console;

namespace Flow.Cli.Demo;

/// <summary><c>flow demo</c>: two hosts, an app on each, and proof that every byte arrived.</summary>
internal sealed class DemoCommand(Func<DemoNetworkOptions, IDemoNetwork> createNetwork, Streams streams, TimeProvider timeProvider)
{
    private readonly DemoArguments _arguments = new();

    public Command ToCommand()
    {
        var command = new Command("demo", "Move bytes both ways between an app on each of two hosts, and check every one.");
        _arguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = _arguments.Read(parsed);
        var isJson = _arguments.IsJson(parsed);
        var canvas = streams.Canvas();
        Func<DemoRun, Task, Task>? watch = canvas.Profile.Out.IsTerminal && !isJson
            ? (run, end) => LiveView.WatchAsync(canvas, run, end, timeProvider)
            : null;
        var report = await DemoRun.RunAsync(options, createNetwork, timeProvider, watch, cancellationToken);

        if (!report.Verified && cancellationToken.IsCancellationRequested)
        {
            var elapsed = TimeSpan.FromSeconds(report.ElapsedSeconds);
            await streams.Error.WriteLineAsync(
                $"Stopped after {Duration.Write(elapsed)}, when {ByteSize.Write(report.BytesReceived)} had arrived.");
            return ExitCode.Interrupted;
        }
        if (isJson) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(report, DemoJson.Default.DemoReport));
        else Show(report, canvas);
        if (report.Verified) return ExitCode.Success;
        await streams.Error.WriteLineAsync($"Not every byte arrived once and in order: {report.Failure}");
        return ExitCode.Failure;
    }

    private void Show(DemoReport report, IAnsiConsole canvas)
    {
        if (report.Hops.Count > 0) canvas.Write(HopTable.Of(report.Hops));
        var (received, seconds) = (report.BytesReceived, report.ElapsedSeconds);
        var rate = received / 2 / seconds / 1e9; // Both ways take the whole time, and each has half the bytes.
        streams.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ByteSize.Write(received)} of {ByteSize.Write(report.BytesSent)} sent arrived in {seconds:0.000} s, "
            + $"{rate:0.00} GB/s each way, {(report.Verified ? "verified" : "not verified")}"));
    }
}
