using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Flow.Cli.CommandLine;
using Flow.Cli.Demo;
using Flow.Cli.Demo.Network;
using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Wire;

/// <summary>What two whole hosts between the apps cost: the demo beside AF_UNIX alone, in turns in one process.</summary>
internal sealed class WireCommand(Func<DemoNetworkOptions, IDemoNetwork> createNetwork, Streams streams, TimeProvider timeProvider)
{
    // Methods are compiled again, and better, while they run: the first round is not counted.
    private const long WarmUpSize = 512L << 20;

    private readonly Option<long> _size = ValueOption.Of("--size", "How much to send each way (2GiB).", "2GiB", ByteSize.Read);
    private readonly Option<int> _rounds = ValueOption.Of("--rounds", "How many rounds (5).", "5", WholeNumber.Between(1, 1000));
    private readonly Option<int> _mtu = ValueOption.Of(
        "--mtu", "Bytes in the largest packet, from 576 to 65520 (65520).", "1500", WholeNumber.Between(576, 65_520));

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object, and nothing else." };

    public Command ToCommand()
    {
        var command = new Command("wire", "Throughput over two hosts, beside AF_UNIX alone.") { _size, _rounds, _mtu, _json };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new DemoOptions
        {
            Size = parsed.ValueOr(_size, 2L << 30),
            Mtu = parsed.ValueOr(_mtu, DemoOptions.DefaultMtu),
        };
        var isJson = parsed.GetValue(_json);
        await RunRoundAsync(options with { Size = Math.Min(options.Size, WarmUpSize) }, cancellationToken);
        var rounds = new List<WireFigures>();
        for (var round = 0; round < parsed.ValueOr(_rounds, 5); round++)
        {
            rounds.Add(await RunRoundAsync(options, cancellationToken));
            if (cancellationToken.IsCancellationRequested) return ExitCode.Interrupted;
            if (!isJson) await streams.Output.WriteLineAsync(Line($"round {round + 1}", rounds[^1]));
        }

        var report = new WireReport(options.Size, options.Mtu, rounds, WireFigures.MediansOf(rounds));
        if (isJson) await streams.Output.WriteLineAsync(JsonSerializer.Serialize(report, WireJson.Default.WireReport));
        else await streams.Output.WriteLineAsync(Line("medians", report.Medians));
        return ExitCode.Success;
    }

    private async Task<WireFigures> RunRoundAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var raw = await RawSockets.RunAsync(options.Size, timeProvider);
        var apps = await RunDemoAsync(options, network => new NoNetwork(network), cancellationToken);
        var hosts = await RunDemoAsync(options, createNetwork, cancellationToken);
        return WireFigures.Of(Rate(options.Size, raw.TotalSeconds), Rate(options.Size, apps), Rate(options.Size, hosts));
    }

    private async Task<double> RunDemoAsync(
        DemoOptions options,
        Func<DemoNetworkOptions, IDemoNetwork> network,
        CancellationToken cancellationToken)
    {
        var report = await DemoRun.RunAsync(options, network, timeProvider, cancellationToken: cancellationToken);
        return report.Verified || cancellationToken.IsCancellationRequested
            ? report.ElapsedSeconds
            : throw new IOException($"not every byte arrived once and in order: {report.Failure}");
    }

    private static double Rate(long size, double seconds) => size / seconds / 1e9;

    private static string Line(string name, WireFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-8}  raw {figures.Raw:0.00}  apps {figures.Apps:0.00}  hosts {figures.Hosts:0.00} GB/s each way;"
        + $"  hosts {figures.OfRaw:0.00} of raw, {figures.OfApps:0.00} of apps");
}
