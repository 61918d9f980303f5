using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Benchmarks.Measuring;
using Flow.Benchmarks.Peers.Akka;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Idle;

/// <summary>What hops cost that nothing passes: the bytes they hold, and the making and ending of a pipeline of them.</summary>
internal sealed class IdleCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    private static readonly TimeSpan LapTime = TimeSpan.FromMilliseconds(50);

    private readonly Option<int> _rounds = ValueOption.Of("--rounds", "How many rounds (25).", "25", WholeNumber.Between(1, 1000));
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("idle", "Bytes of an idle hop, and the time to make and complete a pipeline.") { _rounds, _json };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var hops = IdleHops.MeasureAll();
        await using var akka = new AkkaStreams();
        var starts = Start.All(akka);
        var contest = new Contest("starts", [starts], LapTime, timeProvider);
        var laps = await contest.RunAsync(parsed.ValueOr(_rounds, 25), progress, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;

        var channel = laps[starts.First(start => start.Name == "channel")];
        var report = new IdleReport(hops, [.. starts.Select(start => StartFigures.Of(start.Name, laps[start], channel))]);
        if (parsed.GetValue(_json)) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(report, IdleJson.Default.IdleReport));
        else await WriteAsync(report);
        return ExitCode.Success;
    }

    private async Task WriteAsync(IdleReport report)
    {
        foreach (var hop in report.Hops)
        {
            await streams.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{hop.Variant,-13}  {hop.BytesPerHop,6:0} bytes in an idle hop of {hop.Capacity}"));
        }

        foreach (var start in report.Starts)
        {
            await streams.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{start.Variant,-13}  {start.UsPerRun,6:0.0} us and {start.BytesPerRun,6:0} bytes to start and complete {Start.Stages} stages"
                + $"  {start.RatioToChannel:0.00} of channel"));
        }
    }
}
