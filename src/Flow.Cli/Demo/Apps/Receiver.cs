using System.IO.Hashing;
using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>Reads a socket to its end, hashing what comes and noting where it first differs from what should.</summary>
internal static class Receiver
{
    private const int BlockBytes = 128 << 10;

    // Stays in the nearest cache.
    private const int ExpectedBytes = 16 << 10;

    public static void Run(Socket socket, Transfer transfer, IContent content, Pause? pause)
    {
        var block = new byte[BlockBytes];
        var hash = new XxHash128();
        var expected = new Expectation(content.Read(transfer.Stream, ExpectedBytes));
        while (true)
        {
            if (transfer.Received >= pause?.After)
            {
                pause.Wait();
                pause = null;
            }
            var count = socket.Receive(block);
            if (count == 0) break;
            hash.Append(block.AsSpan(0, count));
            expected.Compare(block.AsSpan(0, count));
            transfer.Received += count;
        }
        transfer.FirstDifference = expected.FirstDifference;
        transfer.ReceivedHash = hash.GetCurrentHashAsUInt128();
    }
}
