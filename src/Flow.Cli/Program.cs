using Flow.Cli;
using Flow.Cli.CommandLine;
using Flow.Cli.Demo.Network;

using var interruption = new Interruption();
var streams = new Streams(Console.Out, Console.Error);
var flow = FlowCommand.Create(DemoNetwork.Create, streams, TimeProvider.System);
return await Invocation.RunAsync(flow, args, streams, interruption.Token);
