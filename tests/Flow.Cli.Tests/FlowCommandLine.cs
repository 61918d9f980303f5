using Flow.Cli.CommandLine;
using Flow.Cli.Demo.Network;
using Flow.Cli.Tests.Demo;

namespace Flow.Cli.Tests;

/// <summary>What a user sees of one call of <c>flow</c>.</summary>
internal sealed record FlowCommandLine(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs <c>flow</c> over a network that carries every byte as it came, unless told otherwise.</summary>
    public static async Task<FlowCommandLine> RunAsync(
        string[] arguments,
        Func<DemoNetworkOptions, IDemoNetwork>? network = null,
        TimeProvider? timeProvider = null,
        CancellationToken? interruption = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var streams = new Streams(output, error);
        network ??= options => new Relay(options, Carry.Faithfully);
        var flow = FlowCommand.Create(network, streams, timeProvider ?? TimeProvider.System);
        var exitCode = await Invocation.RunAsync(flow, arguments, streams, interruption ?? TestContext.Current.CancellationToken);
        return new FlowCommandLine(exitCode, output.ToString(), error.ToString());
    }
}
