using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>The service's end of the socket that links it to an app, for one connection.</summary>
/// <remarks>One caller receives and another may send at the same time.</remarks>
public interface IAppSocket : IDisposable
{
    /// <summary>Bytes the socket holds for the app before a send has to wait.</summary>
    int SendBufferBytes { get; }

    /// <summary>Receives some bytes the app wrote.</summary>
    /// <returns>How many; 0 at the app's end of file.</returns>
    /// <exception cref="AppGoneException">The app closed the socket with bytes it had not read.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Sends all of <paramref name="source"/> to the app, and waits while the app does not read.</summary>
    /// <exception cref="AppGoneException">The app has closed the socket; nobody will read.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken);

    /// <summary>
    /// Sends all of <paramref name="pieces"/> to the app, one behind the other, and waits while the app does not read. They stay the caller's, who
    /// keeps them as they are meanwhile. A socket that takes many in one call does so; by default they are sent one by one.
    /// </summary>
    /// <exception cref="AppGoneException">The app has closed the socket; nobody will read.</exception>
    async ValueTask SendAsync(IReadOnlyList<BufferSlice> pieces, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces) await SendAsync(piece.Memory, cancellationToken);
    }

    /// <summary>Tells the app that nothing more comes: its <c>read()</c> returns 0 once it has read what was sent.</summary>
    void CompleteSend();

    /// <summary>
    /// Completes when the socket has been closed, at either end: how a host learns that an app has gone from which nothing more is to be
    /// received, and to which there is nothing to send.
    /// </summary>
    Task WaitForCloseAsync();

    /// <summary>Tells the app that the connection failed, as well as the socket can.</summary>
    void Abort();
}
