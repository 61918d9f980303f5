using System.Net.Sockets;

namespace Flow.DataPath;

/// <summary>An app behind an AF_UNIX stream socket.</summary>
internal sealed class UnixAppSocket : IAppSocket
{
    private readonly Socket _socket;

    public UnixAppSocket(Socket socket, int sendBufferBytes)
    {
        _socket = socket;
        socket.SendBufferSize = sendBufferBytes;
        SendBufferBytes = socket.SendBufferSize;
    }

    public int SendBufferBytes { get; }

    public async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(destination, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new AppGoneException("The app closed its socket with bytes it had not read.", error);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(source, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new AppGoneException("The app has closed its socket.", error);
        }
    }

    public void CompleteSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The app has gone; it will not miss the end of the stream.
        }
    }

    // AF_UNIX has no reset of its own: an app with bytes under way to us sees ECONNRESET, another one the end of the stream,
    // and either of them EPIPE when it writes.
    public void Abort() => _socket.Dispose();

    public void Dispose() => _socket.Dispose();
}
