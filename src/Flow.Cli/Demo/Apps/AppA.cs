using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>The app that opens the connections.</summary>
internal sealed class AppA(string connectPath, IContent content, AppThreads threads)
{
    /// <summary>Runs all connections to their end.</summary>
    public Task RunAsync(IEnumerable<Connection> connections) => Task.WhenAll(connections.Select(RunAsync));

    private async Task RunAsync(Connection connection)
    {
        Socket? socket = null;
        var isConnected = await threads.RunAsync($"app a's connecting of connection {connection.Id}", () =>
        {
            socket = AppSocket.Connect(connectPath);
            Hello.Send(socket, connection.Id);
        });
        if (isConnected) await new AppEnd("app a", socket!, connection, threads).ExchangeAsync(connection.FromA, connection.FromB, content);
        else socket?.Dispose();
    }
}
