using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>What a host is: its addresses, its bounds, its stages, and where it runs.</summary>
public sealed record HostOptions
{
    /// <summary>The host's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its Ethernet address.</summary>
    public required MacAddress MacAddress { get; init; }

    /// <summary>Its IPv4 address.</summary>
    public required IPv4Address Address { get; init; }

    /// <summary>The largest IP packet on its wire, bytes.</summary>
    public int Mtu { get; init; } = 65_520;

    /// <summary>Whether frames may be super-frames.</summary>
    public bool SuperFrames { get; init; } = true;

    /// <summary>Whether TCP checksums are computed. A wire inside one machine spoils no bytes, so by default they are left out.</summary>
    public bool ComputeChecksums { get; init; }

    /// <summary>Where a connection goes that an app opens; none can be opened when it is <see langword="null"/>.</summary>
    public TransportEndpoint? Remote { get; init; }

    /// <summary>The TCP port on which connections from the network are accepted; none are when it is <see langword="null"/>.</summary>
    public ushort? ListenPort { get; init; }

    /// <summary>The bounds of its hops.</summary>
    public HostHops Hops { get; init; } = new();

    /// <summary>Its stages, each under the seed's name.</summary>
    public HostStages Stages { get; init; } = new();

    /// <summary>Bytes sent and not acknowledged, or waiting to be sent, at most, for each connection.</summary>
    public int SendQueueBytes { get; init; } = 1 << 20;

    /// <summary>Frames the stack takes in, and sends, in one turn at most.</summary>
    public int LoopScore { get; init; } = 64;

    /// <summary>How long a closed connection's ports stay unused (TIME-WAIT).</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where initial sequence numbers and ports are drawn from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where frames and bytes are kept; a pool of the host's own by default.</summary>
    public BufferPool? Pool { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the service's stages run (the seed's SERVICE_THREAD); the thread pool by default.</summary>
    public TaskScheduler ServiceScheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Where the stack's stages run (the seed's STACK_THREAD), one at a time; the thread pool by default.</summary>
    public TaskScheduler StackScheduler { get; init; } = TaskScheduler.Default;
}
