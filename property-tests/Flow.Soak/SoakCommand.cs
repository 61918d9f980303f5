using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;
using Flow.Soak.Reports;
using Flow.Soak.Runs;
using Flow.Soak.Swaps;
using Flow.Soak.Waits;

namespace Flow.Soak;

/// <summary>The whole soak, or, where a number of runs is given, those runs alone.</summary>
internal sealed class SoakCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    // What of the time is for which part; the random runs have the rest, and what the others do not use.
    private const double ForRig = 0.12;
    private const double ForWaits = 0.25;
    private const double ForSwaps = 0.12;
    private const int SecondsADay = 86_400;

    private readonly Option<int> _seconds = ValueOption.Of(
        "--seconds", "How long it takes, in seconds (600).", "600", WholeNumber.Between(1, SecondsADay));
    private readonly Option<int> _seed = ValueOption.Of(
        "--seed", "What draws the first of the random runs; by default another one each time.", "1", WholeNumber.Between(0, int.MaxValue));
    private readonly Option<int> _runs = ValueOption.Of(
        "--runs", "Only so many random runs, and nothing else.", "1", WholeNumber.Between(1, int.MaxValue));
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("soak", "Random runs on real threads for a long time, each held to the laws.")
        {
            new HelpOption(), _seconds, _seed, _runs, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var seed = parsed.ValueOr(_seed, Random.Shared.Next());
        var time = TimeSpan.FromSeconds(parsed.ValueOr(_seconds, 600));
        var report = await SoakAsync(seed, parsed.ValueOr(_runs, int.MaxValue), time, cancellationToken);
        progress.Clear();
        if (parsed.GetValue(_json)) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(report, SoakJson.Default.SoakReport));
        else foreach (var line in SoakTable.Of(report)) await streams.Output.WriteLineAsync(line);
        foreach (var breach in report.Breaches) await streams.Error.WriteLineAsync(Text(breach));
        if (report.Breaches.Count > 0) return ExitCode.Failure;
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private async Task<SoakReport> SoakAsync(int seed, int runs, TimeSpan time, CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetTimestamp();
        var (rig, waits, load) = (new RigReport(), new WaitsReport(), new LoadReport());
        if (runs == int.MaxValue)
        {
            rig = await new CancellationRig(progress, timeProvider).RunAsync(time * ForRig, cancellationToken);
            waits = await new CancelledWaits(progress, timeProvider).RunAsync(time * ForWaits, cancellationToken);
            load = await new SwapsUnderLoad(progress, timeProvider).RunAsync(time * ForSwaps, cancellationToken);
        }

        var left = time - timeProvider.GetElapsedTime(startedAt);
        var report = await new RunsPart(progress, timeProvider).RunAsync(seed, runs, left, cancellationToken);
        return SoakReport.Of(seed, timeProvider.GetElapsedTime(startedAt), report, rig, waits, load);
    }

    private static string Text(Breach breach) => breach.Seed is { } seed
        ? $"{breach.What}\n{breach.Picture}\nThe same run is drawn again with --seed {seed} --runs 1."
        : breach.What;
}
