using System.Buffers.Binary;
using System.Net.Sockets;

namespace Flow.Cli.Demo.Apps;

/// <summary>The first bytes app a sends on a connection, which tell app b which one it is.</summary>
internal static class Hello
{
    private const int Bytes = sizeof(long);

    public static void Send(Socket socket, int connection)
    {
        var hello = new byte[Bytes];
        BinaryPrimitives.WriteInt64LittleEndian(hello, connection);
        socket.SendAll(hello);
    }

    /// <summary>Which connection this is.</summary>
    /// <exception cref="InvalidDataException">It ended before it said so.</exception>
    public static long Receive(Socket socket)
    {
        var hello = new byte[Bytes];
        for (var received = 0; received < Bytes;)
        {
            var count = socket.Receive(hello.AsSpan(received));
            if (count == 0) throw new InvalidDataException("it ended before it said which connection it is");
            received += count;
        }
        return BinaryPrimitives.ReadInt64LittleEndian(hello);
    }
}
