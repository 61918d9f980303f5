using System.Net.Sockets;
using System.Runtime.InteropServices;
using Flow.TcpIp;

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
    private readonly List<ArraySegment<byte>> _unsent = [];
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

    public ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        _unsent.Add(MemoryMarshal.TryGetArray(source, out var piece) ? piece : new ArraySegment<byte>(source.ToArray()));
        return SendAllAsync(cancellationToken);
    }

    public ValueTask SendAsync(IReadOnlyList<BufferSlice> pieces, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces) _unsent.Add(new ArraySegment<byte>(piece.Buffer.Array, piece.Offset, piece.Length));
        return SendAllAsync(cancellationToken);
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

    private async ValueTask SendAllAsync(CancellationToken cancellationToken)
    {
        _isSending = true;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (_unsent.Count > 0)
            {
                if (!OperatingSystem.IsLinux())
                {
                    RemoveSent(await _socket.SendAsync(_unsent[0], cancellationToken));
                    continue;
                }

                RemoveSent(_socket.Send(_unsent, SocketFlags.None, out var error));
                if (!IsDone(error) && _unsent.Count > 0) await _sending!.WaitAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new AppGoneException("The app has closed its socket.", error);
        }
        finally
        {
            _unsent.Clear();
            _isSending = false;
        }
    }

    // Of the last piece that was sent there may be a rest.
    private void RemoveSent(int bytes)
    {
        var whole = 0;
        for (; whole < _unsent.Count && bytes >= _unsent[whole].Count; whole++) bytes -= _unsent[whole].Count;
        _unsent.RemoveRange(0, whole);
        if (bytes > 0) _unsent[0] = _unsent[0][bytes..];
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
