using Flow.Cli.Demo.Network;
using Flow.Cli.Tests.Demo;

namespace Flow.Cli.Tests.CommandLine;

public class DemoOptionsTests
{
    [Fact]
    public async Task The_network_is_made_as_asked()
    {
        var options = await NetworkOptionsOfAsync("--size", "1", "--loss", "2.5%", "--delay", "5ms", "--mtu", "1500", "--seed", "42");

        Assert.Equal((0.025, TimeSpan.FromMilliseconds(5), 1500, 42UL), (options.Loss, options.Delay, options.Mtu, options.Seed));
    }

    [Fact]
    public async Task Unasked_the_wire_is_perfect()
    {
        var options = await NetworkOptionsOfAsync("--size", "1");

        Assert.Equal((0, TimeSpan.Zero, 65_520, 1UL), (options.Loss, options.Delay, options.Mtu, options.Seed));
    }

    private static async Task<DemoNetworkOptions> NetworkOptionsOfAsync(params string[] arguments)
    {
        DemoNetworkOptions? seen = null;
        var run = await FlowCommandLine.RunAsync(["demo", .. arguments], options =>
        {
            seen = options;
            return new Relay(options, Carry.Faithfully);
        });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return seen!;
    }
}
