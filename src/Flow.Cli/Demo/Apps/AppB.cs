using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>The app that accepts the connections.</summary>
/// <param name="listener">Where they come.</param>
/// <param name="content">What is sent on them.</param>
/// <param name="threads">What it runs on.</param>
/// <param name="stall">How it once stops reading on connection 0; null for not at all.</param>
internal sealed class AppB(Socket listener, IContent content, AppThreads threads, Pause? stall)
{
    /// <summary>
    /// Accepts as many connections as there are, or fewer where <paramref name="cancellationToken"/> says so, and runs those to
    /// their end.
    /// </summary>
    public async Task RunAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        var ends = new List<Task>();
        try
        {
            while (ends.Count < connections.Count)
                ends.Add(RunAsync(await listener.AcceptAsync(cancellationToken), connections));
        }
        catch (OperationCanceledException)
        {
            // Those still to come will not, and are known by that they never completed.
        }
        await Task.WhenAll(ends);
    }

    private async Task RunAsync(Socket socket, IReadOnlyList<Connection> connections)
    {
        if (await GreetAsync(socket, connections) is not { } connection)
        {
            socket.Dispose();
            return;
        }
        var pause = connection.Id == 0 ? stall : null;
        await new AppEnd("app b", socket, connection, threads).ExchangeAsync(connection.FromB, connection.FromA, content, pause);
    }

    /// <summary>Finds out which connection this is.</summary>
    private async Task<Connection?> GreetAsync(Socket socket, IReadOnlyList<Connection> connections)
    {
        Connection? connection = null;
        await using var interruption = threads.Stopped.Register(socket.Interrupt);
        var isGreeted = await threads.RunAsync("app b's greeting of a connection", () =>
        {
            var id = Hello.Receive(socket.WithRoom());
            connection = connections.FirstOrDefault(each => each.Id == id);
            if (connection is null || !connection.TryClaim())
                throw new InvalidDataException($"its first bytes say that it is connection {id}, of which there is none to come");
        });
        return isGreeted ? connection : null;
    }
}
