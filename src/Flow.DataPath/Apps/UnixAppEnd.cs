using System.Net.Sockets;

namespace Flow.DataPath;

/// <summary>Apps are whoever connects to one AF_UNIX socket, or listens at another.</summary>
public sealed class UnixAppEnd : IAppEnd
{
    private readonly string? _listenPath;
    private readonly string? _connectPath;
    private readonly Socket? _listener;
    private readonly int _sendBufferBytes;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the end, and listens at once where asked to.</summary>
    /// <param name="listenPath">Where apps connect to open connections; none may when it is <see langword="null"/>.</param>
    /// <param name="connectPath">Where the app listens that serves accepted connections; there is none when it is <see langword="null"/>.</param>
    /// <param name="sendBufferBytes">
    /// SO_SNDBUF of the service's sockets, as far as the kernel allows: several blocks, since each time a socket fills up and empties costs
    /// a turn of two threads.
    /// </param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="IOException">The path cannot be listened at.</exception>
    public UnixAppEnd(string? listenPath, string? connectPath, int sendBufferBytes = 1 << 20, TimeProvider? timeProvider = null)
    {
        _listenPath = listenPath;
        _connectPath = connectPath;
        _sendBufferBytes = sendBufferBytes;
        _timeProvider = timeProvider ?? TimeProvider.System;
        if (listenPath is null) return;
        _listener = NewSocket();
        try
        {
            _listener.Bind(new UnixDomainSocketEndPoint(listenPath));
            _listener.Listen();
        }
        catch (SocketException error)
        {
            _listener.Dispose();
            throw new IOException($"The path '{listenPath}' cannot be listened at: {error.Message}.", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IAppSocket?> AcceptAsync(CancellationToken cancellationToken)
    {
        if (_listener is null) return null;
        try
        {
            return new UnixAppSocket(await _listener.AcceptAsync(cancellationToken), _sendBufferBytes, _timeProvider);
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IAppSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connectPath is null) throw new AppGoneException("No app serves connections from the network on this host.");
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_connectPath), cancellationToken);
            return new UnixAppSocket(socket, _sendBufferBytes, _timeProvider);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException) throw new AppGoneException($"No app listens at '{_connectPath}'.", error);
            throw;
        }
    }

    /// <summary>Stops listening, and removes the socket's file.</summary>
    public ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        if (_listenPath is not null) File.Delete(_listenPath);
        return ValueTask.CompletedTask;
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
