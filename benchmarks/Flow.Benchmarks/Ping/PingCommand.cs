using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Benchmarks.Measuring;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Ping;

/// <summary>How long one item takes there and back when nothing else is under way.</summary>
internal sealed class PingCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    private static readonly TimeSpan LapTime = TimeSpan.FromMilliseconds(50);

    private readonly Option<int> _rounds = ValueOption.Of("--rounds", "How many rounds (25).", "25", WholeNumber.Between(1, 1000));
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON array, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("ping", "One item to and fro over two hops, beside channels and dataflow blocks.") { _rounds, _json };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        IContestant channel = new ChannelPing<FrameworkChannels>("channel");
        IContestant[] contestants = [new ChannelPing<FlowHops>("flow"), channel, new DataflowPing(), .. CacheLine.WherePossible];
        var contest = new Contest("ping", [contestants], LapTime, timeProvider);
        var laps = await contest.RunAsync(parsed.ValueOr(_rounds, 25), progress, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;

        var figures = contestants.Select(each => PingFigures.Of(each.Name, laps[each], laps[channel])).ToList();
        if (parsed.GetValue(_json)) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(figures, PingJson.Default.ListPingFigures));
        else foreach (var row in figures) await streams.Output.WriteLineAsync(Line(row));
        return ExitCode.Success;
    }

    private static string Line(PingFigures row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Variant,-8}  {row.NsPerRoundTrip,5:0} ns there and back  {row.CpuNsPerRoundTrip,5:0} ns of processors"
        + $"  {row.BytesPerRoundTrip,4:0} bytes  {row.RatioToChannel:0.00} of channel");
}
