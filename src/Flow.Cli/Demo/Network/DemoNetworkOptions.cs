namespace Flow.Cli.Demo.Network;

/// <summary>What a network for the demo is made from.</summary>
/// <param name="SocketDirectory">Where the network puts its socket files; removed when the demo ends.</param>
/// <param name="ListenPath">The path app b listens on already.</param>
/// <param name="Mtu">The largest packet of the wire, in bytes.</param>
/// <param name="Loss">How likely the wire loses a frame, in each direction.</param>
/// <param name="Delay">How long a frame is on the wire, in each direction.</param>
/// <param name="Seed">Where whatever is random starts from.</param>
/// <param name="TimeProvider">The clock of the wire and both hosts.</param>
internal sealed record DemoNetworkOptions(
    string SocketDirectory,
    string ListenPath,
    int Mtu,
    double Loss,
    TimeSpan Delay,
    ulong Seed,
    TimeProvider TimeProvider);
