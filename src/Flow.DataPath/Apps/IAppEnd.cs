namespace Flow.DataPath;

/// <summary>The end of the path where apps are: where they connect to, and where a host connects them.</summary>
public interface IAppEnd : IAsyncDisposable
{
    /// <summary>
    /// Waits for an app to connect; the host then opens a TCP connection to its remote for it.
    /// </summary>
    /// <returns>The app's socket; <see langword="null"/> when no app can connect any more.</returns>
    ValueTask<IAppSocket?> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>Connects to the app that serves connections accepted from the network. Thread-safe.</summary>
    /// <exception cref="AppGoneException">There is no such app.</exception>
    ValueTask<IAppSocket> ConnectAsync(CancellationToken cancellationToken);
}
