using System.IO.Hashing;
using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>Reads a socket to its end, hashing what comes and noting where it first differs from what should.</summary>
internal static class Receiver
{
    private const int BlockBytes = 128 << 10;

    public static void Run(Socket socket, Transfer transfer, IContent content, Pause? pause)
    {
        var block = new byte[BlockBytes];
        var hash = new XxHash128();
        while (true)
        {
            if (transfer.Received >= pause?.After)
            {
                pause.Wait();
                pause = null;
            }
            var count = socket.Receive(block);
            if (count == 0) break;
            Note(block.AsSpan(0, count), transfer, content, hash);
        }
        transfer.ReceivedHash = hash.GetCurrentHashAsUInt128();
    }

    private static void Note(ReadOnlySpan<byte> received, Transfer transfer, IContent content, XxHash128 hash)
    {
        hash.Append(received);
        if (transfer.FirstDifference < 0)
        {
            var difference = content.FindDifference(transfer.Stream, transfer.Received, received);
            if (difference >= 0) transfer.FirstDifference = transfer.Received + difference;
        }
        transfer.Received += received.Length;
    }
}
