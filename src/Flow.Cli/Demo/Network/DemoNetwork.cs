namespace Flow.Cli.Demo.Network;

/// <summary>Makes the network of the demo: two hosts of the data path.</summary>
internal static class DemoNetwork
{
    public static IDemoNetwork Create(DemoNetworkOptions options) =>
        throw new NotSupportedException($"There is no data path yet to reach {options.ListenPath} by.");
}
