namespace Flow.TcpIp;

/// <summary>A connection its owner should look at.</summary>
/// <param name="Connection">Which.</param>
/// <param name="Events">All that has happened to it since the last activity.</param>
public readonly record struct SocketActivity(TcpConnection Connection, SocketEvents Events);
