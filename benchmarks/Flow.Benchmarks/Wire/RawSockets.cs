using System.Net.Sockets;
using Flow.Cli.Demo.Apps;
using Flow.Cli.Demo.Network;

namespace Flow.Benchmarks.Wire;

/// <summary>
/// AF_UNIX alone, both ways at once on one connection: the same sockets and blocks as the apps', and nobody looks at the bytes.
/// </summary>
internal static class RawSockets
{
    private const int BlockBytes = 128 << 10;

    /// <summary>How long <paramref name="size"/> bytes each way take.</summary>
    public static async Task<TimeSpan> RunAsync(long size, TimeProvider timeProvider)
    {
        using var directory = new SocketDirectory();
        using var threads = new AppThreads();
        using var listener = AppSocket.Listen(directory.File("raw"), backlog: 1);
        using var one = AppSocket.Connect(directory.File("raw"));
        using var other = listener.Accept().WithRoom();

        var started = timeProvider.GetTimestamp();
        await Task.WhenAll(
            threads.RunAsync("sending one way", () => Send(one, size)),
            threads.RunAsync("sending the other way", () => Send(other, size)),
            threads.RunAsync("receiving one way", () => Receive(one)),
            threads.RunAsync("receiving the other way", () => Receive(other)));
        return threads.Failure is { } failure ? throw new IOException(failure) : timeProvider.GetElapsedTime(started);
    }

    private static void Send(Socket socket, long size)
    {
        var block = new byte[BlockBytes];
        for (long sent = 0; sent < size;) sent += socket.Send(block.AsSpan(0, (int)Math.Min(block.Length, size - sent)));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static void Receive(Socket socket)
    {
        var block = new byte[BlockBytes];
        while (socket.Receive(block) > 0)
        {
        }
    }
}
