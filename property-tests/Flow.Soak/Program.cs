using Flow.Cli.CommandLine;
using Flow.Soak;

using var interruption = new Interruption();
var streams = new Streams(Console.Out, Console.Error);
var progress = new Progress(Console.IsErrorRedirected ? null : Console.Error);
return await Invocation.RunAsync(new SoakCommand(streams, progress, TimeProvider.System).ToCommand(), args, streams, interruption.Token);
