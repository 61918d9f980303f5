using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>A connection ended before both sides had closed it.</summary>
public sealed class ConnectionFaultException(TcpFault fault) : IOException(fault switch
{
    TcpFault.Refused => "Nobody accepts connections at the remote port.",
    TcpFault.Unreachable => "The remote host cannot be reached.",
    TcpFault.TimedOut => "The remote host does not answer.",
    TcpFault.Reset => "The remote host reset the connection.",
    _ => "The connection was aborted on this host.",
})
{
    /// <summary>What happened.</summary>
    public TcpFault Fault { get; } = fault;
}
