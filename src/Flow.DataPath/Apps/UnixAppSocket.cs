using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Flow.DataPath;

/// <summary>An app behind an AF_UNIX stream socket.</summary>
internal sealed class UnixAppSocket : IAppSocket
{
    // Linux says that the other end of an AF_UNIX socket was closed to nobody but who asks: as often as that.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TimeProvider _timeProvider;
    private readonly SocketReadiness? _receiving;
    private readonly SocketReadiness? _sending;
    private readonly CancellationTokenSource _disposing = new();
    private volatile bool _isSending;

    public UnixAppSocket(Socket socket, int sendBufferBytes, TimeProvider timeProvider)
    {
        _socket = socket;
        _timeProvider = timeProvider;
        socket.SendBufferSize = sendBufferBytes;
        SendBufferBytes = socket.SendBufferSize;
        if (!OperatingSystem.IsLinux()) return;
        socket.Blocking = false;
        _receiving = new SocketReadiness(socket.SafeHandle, ReadinessLoop.Receiving);
        _sending = new SocketReadiness(socket.SafeHandle, ReadinessLoop.Sending);
    }

    public int SendBufferBytes { get; }

    public async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            if (!OperatingSystem.IsLinux()) return await _socket.ReceiveAsync(destination, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            int received;
            while (!TryReceive(destination.Span, out received)) await _receiving!.WaitAsync(cancellationToken);
            return received;
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
            if (OperatingSystem.IsLinux()) await SendAllAsync(source, cancellationToken);
            else await _socket.SendAsync(source, cancellationToken);
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
        if (OperatingSystem.IsLinux())
        {
            _receiving!.Dispose();
            _sending!.Dispose();
        }

        _socket.Dispose();
        _disposing.Cancel();
    }

    private bool TryReceive(Span<byte> destination, out int received)
    {
        received = _socket.Receive(destination, SocketFlags.None, out var error);
        return IsDone(error);
    }

    [SupportedOSPlatform("linux")]
    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!source.IsEmpty)
        {
            var sent = _socket.Send(source.Span, SocketFlags.None, out var error);
            if (IsDone(error)) source = source[sent..];
            else await _sending!.WaitAsync(cancellationToken);
        }
    }

    private static bool IsDone(SocketError error) => error switch
    {
        SocketError.Success => true,
        SocketError.WouldBlock => false,
        _ => throw new SocketException((int)error),
    };

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
