namespace Flow.DataPath;

/// <summary>One end of a stream socket inside this process: a hop bounded in bytes each way.</summary>
public sealed class MemoryAppSocket : IAppSocket
{
    private readonly HopReader<ReadOnlyMemory<byte>> _incoming;
    private readonly HopWriter<ReadOnlyMemory<byte>> _outgoing;
    // Whoever aborts or disposes is neither the one that receives nor the one that sends.
    private readonly Lock _reading = new();
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _closed;
    private ReadOnlyMemory<byte> _rest;

    private MemoryAppSocket(
        int bufferBytes, HopReader<ReadOnlyMemory<byte>> incoming, HopWriter<ReadOnlyMemory<byte>> outgoing, TaskCompletionSource closed)
    {
        SendBufferBytes = bufferBytes;
        _incoming = incoming;
        _outgoing = outgoing;
        _closed = closed;
    }

    /// <inheritdoc/>
    public int SendBufferBytes { get; }

    /// <summary>Makes two ends that are each other's peer.</summary>
    public static (IAppSocket App, IAppSocket Service) CreatePair(int bufferBytes, TimeProvider? timeProvider = null)
    {
        var options = new HopOptions<ReadOnlyMemory<byte>>(bufferBytes) { Name = "app", Weigh = static bytes => bytes.Length };
        var toService = Hop<ReadOnlyMemory<byte>>.Create(options, timeProvider);
        var toApp = Hop<ReadOnlyMemory<byte>>.Create(options, timeProvider);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (
            new MemoryAppSocket(bufferBytes, toApp.Reader, toService.Writer, closed),
            new MemoryAppSocket(bufferBytes, toService.Reader, toApp.Writer, closed));
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (_rest.IsEmpty)
        {
            if (!await _incoming.WaitToReadAsync(cancellationToken)) return 0;
            lock (_reading) _incoming.TryRead(out _rest);
        }

        var taken = Math.Min(destination.Length, _rest.Length);
        _rest[..taken].CopyTo(destination);
        _rest = _rest[taken..];
        return taken;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        while (!source.IsEmpty)
        {
            var chunk = source[..Math.Min(source.Length, SendBufferBytes)];
            ReadOnlyMemory<byte> copy = chunk.ToArray();
            while (!TryWrite(copy))
            {
                if (!await _outgoing.WaitToWriteAsync(cancellationToken)) throw new AppGoneException();
            }

            source = source[chunk.Length..];
        }
    }

    /// <inheritdoc/>
    public void CompleteSend() => Complete(error: null);

    /// <inheritdoc/>
    public Task WaitForCloseAsync() => _closed.Task;

    /// <inheritdoc/>
    public void Abort()
    {
        Complete(new AppGoneException("The connection was reset."));
        AbandonIncoming();
        _closed.TrySetResult();
    }

    /// <summary>Closes the socket; with bytes unread, the peer sees a reset, as on Linux.</summary>
    public void Dispose()
    {
        var isAllRead = _rest.IsEmpty && _incoming.Count == 0;
        Complete(isAllRead ? null : new AppGoneException("The app closed its socket with bytes it had not read."));
        AbandonIncoming();
        _closed.TrySetResult();
    }

    private bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        lock (_writing) return _outgoing.TryWrite(bytes);
    }

    private void Complete(Exception? error)
    {
        lock (_writing) _outgoing.TryComplete(error);
    }

    private void AbandonIncoming()
    {
        lock (_reading) _incoming.Abandon();
    }
}
