using System.IO.Hashing;
using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>Writes a stream to a socket, hashing what it writes, and then says that there is no more.</summary>
internal static class Sender
{
    public static void Run(Socket socket, Transfer transfer, IContent content)
    {
        var source = content.Read(transfer.Stream);
        var hash = new XxHash128();
        while (true)
        {
            var block = source.Next();
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
