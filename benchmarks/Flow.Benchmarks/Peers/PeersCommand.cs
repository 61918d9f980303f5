using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Benchmarks.Measuring;
using Flow.Benchmarks.Peers.Akka;
using Flow.Cli.CommandLine;
using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Peers;

/// <summary>What a hop costs: Flow beside what else a user might take, in turns in one process.</summary>
internal sealed class PeersCommand(Streams streams, Progress progress, TimeProvider timeProvider)
{
    // Long enough that starting and ending weigh little, short enough for many rounds.
    private static readonly TimeSpan LapTime = TimeSpan.FromMilliseconds(80);

    private readonly Option<bool> _quick = new("--quick") { Description = "Less: 8 and 64 hops, capacity 1024, numbers, 7 rounds." };
    private readonly Option<int> _rounds = ValueOption.Of("--rounds", "How many rounds (15).", "15", WholeNumber.Between(1, 1000));
    private readonly Option<int[]> _hops = ValueOption.Of("--hops", "How many hops with a function (1,4,8,64).", "8,64", Several.Numbers(1, 1000));
    private readonly Option<string[]> _variants = ValueOption.Of("--variants", "Which variants to report (all).", "flow-map,dataflow", Several.Names);
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON array, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("peers", "Items through hops, beside whatever else takes items from stage to stage.")
        {
            _quick, _rounds, _hops, _variants, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var akka = new AkkaStreams();
        var field = new Field(akka);
        var reported = Reported(field, parsed);
        var isQuick = parsed.GetValue(_quick);
        var rounds = parsed.ValueOr(_rounds, isQuick ? 7 : 15);
        var heats = Courses(parsed.ValueOr(_hops, isQuick ? [8, 64] : [1, 4, 8, 64]), isQuick)
            .Select(course => reported.Union([field.Channel, field.Plain]).ToDictionary(peer => peer, peer => new Runner(peer, course))).ToList();
        CacheLine[] line = [.. CacheLine.WherePossible];
        var contest = new Contest("peers", [.. heats.Select(heat => heat.Values.ToArray()), line], LapTime, timeProvider);
        var laps = await contest.RunAsync(rounds, progress, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;

        var figures = heats.SelectMany(heat => reported.Select(peer => PeerFigures.Of(
            heat[peer], laps[heat[peer]], laps[heat[field.Channel]], laps[heat[field.Plain]]))).ToList();
        if (parsed.GetValue(_json))
        {
            await streams.Output.WriteLineAsync(JsonSerializer.Serialize(figures, PeersJson.Default.ListPeerFigures));
            return ExitCode.Success;
        }

        streams.Canvas().Write(PeersTable.Of(figures));
        foreach (var each in line) await streams.Output.WriteLineAsync(Distance(laps[each]));
        return ExitCode.Success;
    }

    private static string Distance(Laps line) => string.Create(
        CultureInfo.InvariantCulture,
        $"A cache line goes from one processor to another and back in {line.Nanoseconds:0} ns, in {line.Range.Least:0} to {line.Range.Most:0} from round to round.");

    private IReadOnlyList<IPeer> Reported(Field field, ParseResult parsed)
    {
        if (!parsed.Has(_variants)) return field.All;
        return [.. parsed.GetValue(_variants)!.Distinct().Select(name => field.All.FirstOrDefault(peer => peer.Name == name)
            ?? throw new BadInputException(
                $"--variants has '{name}', which is not there; there are {string.Join(", ", field.All.Select(peer => peer.Name))}."))];
    }

    private static IEnumerable<Course> Courses(int[] hops, bool isQuick)
    {
        ItemKind[] items = isQuick ? [ItemKind.Long] : [ItemKind.Long, ItemKind.Block64];
        int[] capacities = isQuick ? [1024] : [1024, 64];
        return from item in items from capacity in capacities from count in hops select new Course(count, capacity, item);
    }
}
