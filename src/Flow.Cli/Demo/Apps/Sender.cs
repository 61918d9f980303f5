using System.IO.Hashing;
using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>Writes a stream to a socket, hashing what it writes, and then says that there is no more.</summary>
internal static class Sender
{
    // Half as large costs a fifth more; twice as large costs no less.
    private const int BlockBytes = 128 << 10;

    public static void Run(Socket socket, Transfer transfer, IContent content)
    {
        var source = content.Read(transfer.Stream, BlockBytes);
        var hash = new XxHash128();
        while (true)
        {
            var block = source.Next().Span;
            if (block.IsEmpty) break;
            hash.Append(block); // Before the send: the kernel then copies from a warm cache.
            while (!block.IsEmpty)
            {
                var count = socket.Send(block);
                transfer.Sent += count;
                block = block[count..];
            }
        }
        transfer.SentHash = hash.GetCurrentHashAsUInt128();
        socket.Shutdown(SocketShutdown.Send);
    }
}
