using Flow.Cli.Demo.Network;

namespace Flow.Benchmarks.Wire;

/// <summary>Nothing at all between the apps: app a connects to the very path app b listens on.</summary>
internal sealed class NoNetwork(DemoNetworkOptions options) : IDemoNetwork
{
    public string ConnectPath => options.ListenPath;

    public long NativeBytesRented => 0;

    public IReadOnlyList<HopRow> Hops() => [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
