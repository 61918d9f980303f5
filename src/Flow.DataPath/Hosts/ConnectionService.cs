namespace Flow.DataPath;

/// <summary>The service's half of a connection: its app's socket, and the stages between the socket and the connection's buffers.</summary>
internal sealed class ConnectionService(Connection connection, HostContext host)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MeteredAppSocket? _socket;
    private PipelineRun? _sending;

    /// <summary>Completes when the connection's stages have ended and its socket is closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the connection's own hops have counted.</summary>
    public ConnectionReadings Read() => new(
        connection.RxBuf.Read(),
        _socket?.Read(),
        _sending?.Snapshot().Hops.Single(hop => hop.Reading.Name == "unix-data.handle-write").Reading,
        connection.TxBuf.Read());

    public void Start(
        Func<CancellationToken, ValueTask<IAppSocket>> connectApp, RunOptions options, Action<bool> ended, CancellationToken stopping) =>
        Task.Factory.StartNew(
            async () =>
            {
                var fault = true;
                try
                {
                    fault = !await RunAsync(connectApp, options, stopping);
                }
                finally
                {
                    ended(fault);
                    _ended.TrySetResult();
                }
            },
            CancellationToken.None, TaskCreationOptions.DenyChildAttach, options.Scheduler ?? TaskScheduler.Default);

    // True when the connection came to an orderly end.
    private async Task<bool> RunAsync(
        Func<CancellationToken, ValueTask<IAppSocket>> connectApp, RunOptions options, CancellationToken stopping)
    {
        try
        {
            _socket = new MeteredAppSocket(await connectApp(stopping), options.TimeProvider ?? TimeProvider.System);
        }
        catch (Exception error)
        {
            // Without an app there is no connection, whyever: the peer is told by a reset.
            connection.TxBuf.Writer.TryComplete(error);
            connection.RxBuf.Reader.Abandon(error);
            await SucceededAsync(connection.Closed);
            return false;
        }

        var socket = _socket;
        var (stages, hops) = (host.Options.Stages, host.Options.Hops);
        var receiving = Pipeline.Of<TcpIp.BufferSlice>()
            .Then("handle-read", stages.HandleRead(host, socket))
            .Run(connection.RxBuf.Reader, options);
        _sending = Pipeline.Of<Nothing>()
            .Then("unix-data", stages.UnixData(host, socket))
            .Then("handle-write", stages.HandleWrite(host), hops.UnixDataToHandleWrite with { Name = "unix-data.handle-write" })
            .Run(connection.TxBuf.Writer, options);
        var leaving = LeaveWithAppAsync(socket, receiving, _sending);
        bool isOrderly;
        using (socket)
        {
            await using (receiving)
            await using (_sending)
            {
                // A connection that failed takes its stages with it, even those that wait for the app.
                isOrderly = await SucceededAsync(connection.Closed);
                if (isOrderly)
                {
                    // The app may never read what is left for it; a host that stops does not wait for that.
                    using var stops = stopping.UnsafeRegister(static run => _ = ((PipelineRun)run!).DisposeAsync(), receiving);
                    isOrderly = await SucceededAsync(receiving.Completion) || connection.IsLeftByApp;
                }
            }

            if (!isOrderly) socket.Abort();
        }

        await leaving;
        return isOrderly;
    }

    // Once the app has ended its stream nobody receives from it, and as long as nothing comes for it nobody sends to it: only then is it asked
    // for whether it is still there.
    private async Task LeaveWithAppAsync(MeteredAppSocket socket, PipelineRun receiving, PipelineRun sending)
    {
        if (!await SucceededAsync(sending.Completion)) return;
        await socket.WaitForCloseAsync();
        // What there still is to send finds out by itself.
        if (connection.RxBuf.Reader.IsEnded || connection.RxBuf.Read().Held > 0) return;
        connection.IsLeftByApp = true;
        await receiving.DisposeAsync();
    }

    private static async ValueTask<bool> SucceededAsync(Task task)
    {
        try
        {
            await task;
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
