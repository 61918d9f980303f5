using System.Net.Sockets;
using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>One app's end of one connection: it sends one stream and receives another, both at once.</summary>
internal sealed class AppEnd(string app, Socket socket, Connection connection, AppThreads threads)
{
    /// <summary>Runs to the end of both streams and closes the socket.</summary>
    public async Task ExchangeAsync(Transfer outgoing, Transfer incoming, IContent content, Pause? pause = null)
    {
        using var closing = socket;
        await using var interruption = threads.Stopped.Register(socket.Interrupt);
        var sending = threads.RunAsync($"{app}'s sending on connection {connection.Id}", () =>
        {
            Sender.Run(socket, outgoing, content);
            connection.CompleteHalf();
        });
        var receiving = threads.RunAsync($"{app}'s receiving on connection {connection.Id}", () =>
        {
            Receiver.Run(socket, incoming, content, pause);
            connection.CompleteHalf();
        });
        await Task.WhenAll(sending, receiving);
    }
}
