using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Benchmarks.Measuring;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Shared;

/// <summary>What an item costs where several write or read at once.</summary>
internal sealed class SharedCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    private static readonly TimeSpan LapTime = TimeSpan.FromMilliseconds(100);

    private readonly Option<int> _rounds = ValueOption.Of("--rounds", "How many rounds (15).", "15", WholeNumber.Between(1, 1000));
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON array, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("shared", "A hop that several write or read, beside the framework's channel.") { _rounds, _json };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var pairs = Crowd.All.Select(crowd => (
            Crowd: crowd,
            Flow: (IContestant)new SharedLoops<FlowHops>("flow", crowd),
            Channel: (IContestant)new SharedLoops<FrameworkChannels>("channel", crowd))).ToList();
        var contest = new Contest("shared", [.. pairs.Select(pair => new[] { pair.Flow, pair.Channel })], LapTime, timeProvider);
        var laps = await contest.RunAsync(parsed.ValueOr(_rounds, 15), progress, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;

        var figures = pairs.SelectMany(pair => new[] { pair.Flow, pair.Channel }
            .Select(each => SharedFigures.Of(each.Name, pair.Crowd, laps[each], laps[pair.Channel]))).ToList();
        if (parsed.GetValue(_json)) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(figures, SharedJson.Default.ListSharedFigures));
        else foreach (var row in figures) await streams.Output.WriteLineAsync(Line(row));
        return ExitCode.Success;
    }

    private static string Line(SharedFigures row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Variant,-8}  {row.Writers} writers  {row.Readers} readers  {row.NsPerItem,6:0.0} ns an item"
        + $"  {row.CpuNsPerItem,6:0.0} ns of processors  {row.BytesPerItem,4:0.0} bytes  {row.RatioToChannel:0.00} of channel");
}
