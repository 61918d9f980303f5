using System.Net.Sockets;

namespace Flow.DataPath;

/// <summary>An app behind an AF_UNIX stream socket.</summary>
internal sealed class UnixAppSocket : IAppSocket
{
    // Linux says that the other end of an AF_UNIX socket was closed to nobody but who asks: as often as that.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _disposing = new();
    private volatile bool _isSending;

    public UnixAppSocket(Socket socket, int sendBufferBytes, TimeProvider timeProvider)
    {
        _socket = socket;
        _timeProvider = timeProvider;
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
        _isSending = true;
        try
        {
            await _socket.SendAsync(source, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new AppGoneException("The app has closed its socket.", error);
        }
        finally
        {
            _isSending = false;
        }
    }

    public async Task WaitForCloseAsync()
    {
        try
        {
            // A send under way finds out by itself.
            while (_isSending || !IsClosed()) await Task.Delay(Look, _timeProvider, _disposing.Token);
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
            // It was closed at this end.
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
    public void Abort() => Dispose();

    public void Dispose()
    {
        _socket.Dispose();
        _disposing.Cancel();
    }

    private bool IsClosed()
    {
        try
        {
            _socket.Send(ReadOnlySpan<byte>.Empty);
            return false;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
