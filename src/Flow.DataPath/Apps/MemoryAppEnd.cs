namespace Flow.DataPath;

/// <summary>Apps inside this process, without a socket of the kernel's: for simulation, and for tests.</summary>
/// <param name="bufferBytes">What each direction of a socket holds, bytes, at least 1.</param>
/// <param name="timeProvider">The clock waits are timed by; the system's by default.</param>
public sealed class MemoryAppEnd(int bufferBytes = 64 * 1024, TimeProvider? timeProvider = null) : IAppEnd
{
    // Connections from the network come on whatever threads the host's service has.
    private readonly Lock _connecting = new();
    private readonly Hop<IAppSocket> _toHost = Hop<IAppSocket>.Create(new(128) { Name = "connect" }, timeProvider);
    private readonly Hop<IAppSocket> _toApp = Hop<IAppSocket>.Create(new(128) { Name = "accept" }, timeProvider);

    /// <summary>What an app does to open a connection. One caller at a time.</summary>
    /// <returns>The app's end of its socket.</returns>
    public async ValueTask<IAppSocket> OpenAsync(CancellationToken cancellationToken = default)
    {
        var (app, service) = MemoryAppSocket.CreatePair(bufferBytes, timeProvider);
        await _toHost.Writer.WriteAsync(service, cancellationToken);
        return app;
    }

    /// <summary>What an app does to take the next connection from the network. One caller at a time.</summary>
    /// <returns>The app's end of its socket.</returns>
    public ValueTask<IAppSocket> TakeAsync(CancellationToken cancellationToken = default) => _toApp.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IAppSocket?> AcceptAsync(CancellationToken cancellationToken) =>
        await _toHost.Reader.WaitToReadAsync(cancellationToken) && _toHost.Reader.TryRead(out var socket) ? socket : null;

    /// <inheritdoc/>
    public ValueTask<IAppSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        var (app, service) = MemoryAppSocket.CreatePair(bufferBytes, timeProvider);
        lock (_connecting)
        {
            if (_toApp.Writer.TryWrite(app)) return new ValueTask<IAppSocket>(service);
        }

        app.Dispose();
        service.Dispose();
        return ValueTask.FromException<IAppSocket>(new AppGoneException("The app has not taken the connections that came before."));
    }

    /// <summary>Lets no app connect any more.</summary>
    public ValueTask DisposeAsync()
    {
        _toHost.Reader.Abandon();
        lock (_connecting) _toApp.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
