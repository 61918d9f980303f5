using System.CommandLine;
using System.CommandLine.Help;
using Flow.Benchmarks.Hops;
using Flow.Benchmarks.Idle;
using Flow.Benchmarks.Peers;
using Flow.Benchmarks.Ping;
using Flow.Benchmarks.Shared;
using Flow.Benchmarks.Wire;
using Flow.Cli.CommandLine;
using Flow.Cli.Demo.Network;

using var interruption = new Interruption();
var streams = new Streams(Console.Out, Console.Error);
var progress = new Progress(Console.IsErrorRedirected ? null : Console.Error);
var benchmarks = new Command("benchmarks", "Measurements of Flow, each beside what it is to be compared with.")
{
    new HelpOption(),
    new PeersCommand(streams, progress, TimeProvider.System).ToCommand(),
    HopsCommand.ToCommand(),
    new PingCommand(streams, progress, TimeProvider.System).ToCommand(),
    new SharedCommand(streams, progress, TimeProvider.System).ToCommand(),
    new IdleCommand(streams, progress, TimeProvider.System).ToCommand(),
    new WireCommand(DemoNetwork.Create, streams, TimeProvider.System).ToCommand(),
};
return await Invocation.RunAsync(benchmarks, args, streams, interruption.Token);
