using System.CommandLine;
using System.CommandLine.Help;
using Flow.Cli.CommandLine;
using Flow.Cli.Demo;
using Flow.Cli.Demo.Network;

namespace Flow.Cli;

/// <summary>The <c>flow</c> command.</summary>
internal static class FlowCommand
{
    public static Command Create(Func<DemoNetworkOptions, IDemoNetwork> createNetwork, Streams streams, TimeProvider timeProvider) =>
        new("flow", "Bounded channel stages, composed into backpressured pipelines.")
        {
            new HelpOption(),
            new VersionOption(),
            new DemoCommand(createNetwork, streams, timeProvider).ToCommand(),
        };
}
