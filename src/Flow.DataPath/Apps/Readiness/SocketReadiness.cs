using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Flow.DataPath;

/// <summary>Waits until a call on a socket that does not block is worth another try, in one direction; one caller at a time.</summary>
/// <remarks>
/// The framework's asynchronous calls leave a socket registered with the kernel until it is closed, and then every block that comes or goes
/// wakes a thread, whether or not anybody waits for it. Here the kernel is asked when somebody waits, and tells it once.
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class SocketReadiness : IDisposable
{
    private readonly SafeSocketHandle _socket;
    private readonly ReadinessLoop _loop;
    private readonly int _key;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _told;
    private bool _hasAsked;
    private bool _isDisposed;

    public SocketReadiness(SafeSocketHandle socket, ReadinessLoop loop)
    {
        _socket = socket;
        _loop = loop;
        _key = loop.Add(this);
    }

    /// <summary>Completes when another try may succeed, or will fail for good; or a little early, where a cancelled wait has left its question behind.</summary>
    /// <exception cref="ObjectDisposedException">The socket has been closed at this end.</exception>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.Ask(_socket, _key, isFirst: !_hasAsked);
            _hasAsked = true;
            return _told.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Said by the loop: it is worth a try.</summary>
    public void Tell() => Take()?.TrySetResult();

    /// <summary>Ends the wait there is. The socket is closed after this, not before: its number may soon be another's.</summary>
    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        _loop.Remove(_key);
        Take()?.TrySetException(new ObjectDisposedException(nameof(SocketReadiness)));
    }

    private TaskCompletionSource? Take()
    {
        lock (_gate)
        {
            var told = _told;
            _told = null;
            return told;
        }
    }
}
