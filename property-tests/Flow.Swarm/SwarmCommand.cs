using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text.Json;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;
using Flow.Swarm.Draws;
using Flow.Swarm.Reports;

namespace Flow.Swarm;

/// <summary>Random networks in simulation, one after the other, for some time or some number of them.</summary>
internal sealed class SwarmCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    private const int SecondsADay = 86_400;
    private const int DefaultSeconds = 60;

    private readonly Option<int> _seconds = ValueOption.Of(
        "--seconds", "How long runs are begun, in seconds (60).", "60", WholeNumber.Between(1, SecondsADay));
    private readonly Option<int> _runs = ValueOption.Of(
        "--runs", "How many runs there are, however long they take.", "1000", WholeNumber.Between(1, int.MaxValue));
    private readonly Option<ulong> _seed = ValueOption.Of(
        "--seed", "What draws the first run, and the one after it the next; by default another one each time.", "1", WholeNumber.Read);
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("swarm", "Random networks in simulation, with everything that goes wrong in them, each held to the laws.")
        {
            new HelpOption(), _seconds, _runs, _seed, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.Has(_seconds) && parsed.Has(_runs)) throw new BadInputException("--seconds and --runs cannot both be given; give one of them.");
        var seed = parsed.Has(_seed) ? parsed.GetValue(_seed) : (ulong)Random.Shared.NextInt64();
        var time = parsed.Has(_runs) ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(parsed.ValueOr(_seconds, DefaultSeconds));
        using var timeIsUp = new CancellationTokenSource(time, timeProvider);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeIsUp.Token);
        var startedAt = timeProvider.GetTimestamp();
        var report = new SwarmRuns(seed, Say).Run(parsed.ValueOr(_runs, int.MaxValue), Environment.ProcessorCount, stopping.Token);
        progress.Clear();
        if (parsed.GetValue(_json)) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(report, SwarmJson.Default.SwarmReport));
        else await SayAsync(report, seed, timeProvider.GetElapsedTime(startedAt));
        if (report.Failed > 0) return ExitCode.Failure;
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private void Say(SwarmProgress swarm) => progress.Say(string.Create(
        CultureInfo.InvariantCulture, $"{swarm.Runs:N0} runs, {swarm.Failed} failed, {swarm.Simulated.TotalSeconds:N0} s simulated"));

    private async Task SayAsync(SwarmReport report, ulong seed, TimeSpan time)
    {
        await streams.Output.WriteLineAsync(Text(report, seed, time));
        foreach (var failure in report.Failures) await streams.Error.WriteLineAsync(Text(failure, withDraw: report.Runs == 1));
    }

    private static string Text(SwarmReport report, ulong seed, TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Runs:N0} runs from seed {seed} in {time.TotalSeconds:N1} s, {report.Failed} failed; {report.SimulatedSeconds:N0} s simulated; digest {report.Digest}");

    private static string Text(SwarmFailure failure, bool withDraw) =>
        $"{failure.Law}: {failure.Sentence}\n{(withDraw ? $"{RunDraw.Short(failure.Seed)}\n" : "")}The same run is drawn again with --runs 1 --seed {failure.Seed}.";
}
