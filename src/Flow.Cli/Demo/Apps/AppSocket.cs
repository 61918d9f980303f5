using System.Net.Sockets;

namespace Flow.Cli.Demo.Apps;

/// <summary>AF_UNIX stream sockets as the apps use them.</summary>
internal static class AppSocket
{
    // Room for some blocks, so that the two sides of a socket take turns less often. The default, 208 KiB, holds one and is a quarter slower.
    private const int SendBufferBytes = 1 << 20;

    public static Socket Listen(string path, int backlog)
    {
        var socket = Create();
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(backlog);
        return socket;
    }

    public static Socket Connect(string path)
    {
        var socket = Create();
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket.WithRoom();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static Socket WithRoom(this Socket socket)
    {
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }

    public static void SendAll(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>Ends what blocks on the socket, in both directions.</summary>
    public static void Interrupt(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Its other end has gone already: nothing blocks on it.
        }
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
