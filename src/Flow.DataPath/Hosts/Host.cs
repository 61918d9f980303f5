using System.Collections.Concurrent;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// One host of the data path: a TCP/IP stack, the seed's eleven steps as stages around it, and its apps. Frames go between its
/// wire and its stack, bytes between its stack and its apps, through a bounded hop at every boundary.
/// </summary>
/// <remarks>Members are thread-safe.</remarks>
public sealed class Host : IAsyncDisposable
{
    private readonly HostContext _context;
    private readonly WireEnd _wire;
    private readonly IAppEnd _apps;
    private readonly NetworkStack _stack;
    private readonly StackParts _parts;
    private readonly StackStage _stackStage;
    private readonly Hop<OpenRequest> _openRequests;
    private readonly PipelineRun _receive;
    private readonly PipelineRun _send;
    private readonly Task _stackTask;
    private readonly Task _acceptTask;
    private readonly ConcurrentDictionary<int, ConnectionService> _services = new();
    private readonly ConnectionTotals _totals;
    private readonly Lock _counting = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    /// <summary>Makes the host and starts it.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="wire">Its end of a wire; the wire outlives it.</param>
    /// <param name="apps">Where its apps are; the host disposes it.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Host(HostOptions options, WireEnd wire, IAppEnd apps)
    {
        ArgumentNullException.ThrowIfNull(options);
        _context = new HostContext(options, options.Pool ?? new BufferPool());
        _wire = wire;
        _apps = apps;
        _stack = new NetworkStack(
            new NetworkStackOptions
            {
                MacAddress = options.MacAddress,
                Address = options.Address,
                Mtu = options.Mtu,
                SuperFrames = options.SuperFrames,
                ComputeChecksums = options.ComputeChecksums,
                Seed = options.Seed,
                Tcp = new TcpOptions
                {
                    ReceiveBufferBytes = options.Hops.ConnRxBuf.Capacity,
                    SendQueueBytes = options.SendQueueBytes,
                    TimeWait = options.TimeWait,
                },
            },
            _context.Pool);
        if (options.ListenPort is { } port) _stack.ListenTcp(port);

        var (hops, time) = (options.Hops, options.TimeProvider);
        _totals = new ConnectionTotals(hops);
        _parts = new StackParts(
            _stack,
            Hop<Frame>.Create(hops.FrameRxBuf with { Name = "frame-rxbuf" }, time),
            Hop<Frame>.Create(hops.FrameTxBuf with { Name = "frame-txbuf" }, time),
            hops, options.LoopScore, time);
        _openRequests = Hop<OpenRequest>.Create(new(16) { Name = "open" }, time);
        var stages = options.Stages;
        _stackStage = new StackStage(
            _parts,
            new StackSteps(
                stages.EthPoll(_parts), stages.StackRecv(_parts), stages.TcpRead(_parts), stages.TcpWrite(_parts), stages.StackSend(_parts)),
            _openRequests.Reader,
            (id, tcp) => new Connection(id, tcp, hops, time),
            connection => Serve(connection, _apps.ConnectAsync),
            time);

        Receive = Pipeline.Of<FrameParts>().Then("put", stages.Put(_context)).Then("rx", stages.Rx(_context), hops.PutToRx with { Name = "put.rx" });
        Send = Pipeline.Of<Frame>().Then("tx", stages.Tx(_context));
        _receive = Receive.Run(_wire.Incoming.Reader, _parts.FrameRxBuf.Writer, ServiceRun("receive"));
        _send = Send.Run(_parts.FrameTxBuf.Reader, _wire.Outgoing.Writer, ServiceRun("send"));
        _stackTask = StartOn(options.StackScheduler, () => _stackStage.RunAsync(_stopping.Token));
        _acceptTask = StartOn(options.ServiceScheduler, AcceptAsync);
        foreach (var task in new[] { _receive.Completion, _send.Completion, _stackTask, _acceptTask }) _ = FailWithAsync(task);
    }

    /// <summary>The host's name.</summary>
    public string Name => _context.Options.Name;

    /// <summary>The service's receiving stages: <c>put</c> and <c>rx</c>.</summary>
    public Pipeline<FrameParts, Frame> Receive { get; }

    /// <summary>The service's sending stage: <c>tx</c>.</summary>
    public Pipeline<Frame, FrameParts> Send { get; }

    /// <summary>Completes when the host has been disposed; faults when a stage of it failed.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Connections that are open, on the side of the apps.</summary>
    public int Connections => _services.Count;

    /// <summary>Connections that failed: reset, timed out, refused, or with a stage that threw.</summary>
    public long ConnectionFaults => _totals.Faults;

    /// <summary>What the stack has counted.</summary>
    public NetworkStackCounters StackCounters => _stack.Counters;

    /// <summary>Every hop of the path, in the order of the seed's diagram, and what it has counted.</summary>
    public IReadOnlyList<PathHop> Hops()
    {
        (HopReading RxBuf, HopReading App, HopReading UnixDataToHandleWrite, HopReading TxBuf) total;
        lock (_counting) total = _totals.With(_services.Values.Select(service => service.Read()).ToList());
        var hops = new List<PathHop>();
        if (_wire.Incoming.Name == "wire.put") hops.Add(new("receive", "wire", "put", _wire.Incoming.Read()));
        hops.Add(new("receive", "put", "rx", _receive.Snapshot().Hops.Single(hop => hop.Reading.Name == "put.rx").Reading));
        hops.Add(new("receive", "rx", "eth-poll", _parts.FrameRxBuf.Read()));
        hops.Add(new("receive", "eth-poll", "stack-recv", _parts.EthPollToStackRecv.Read()));
        hops.Add(new("receive", "stack-recv", "tcp-read", _parts.SocketActivity.Read()));
        hops.Add(new("receive", "tcp-read", "handle-read", total.RxBuf));
        hops.Add(new("receive", "handle-read", "app", total.App));
        hops.Add(new("send", "unix-data", "handle-write", total.UnixDataToHandleWrite));
        hops.Add(new("send", "handle-write", "tcp-write", total.TxBuf));
        hops.Add(new("send", "tcp-write", "stack-send", _parts.TcpWriteToStackSend.Read()));
        hops.Add(new("send", "stack-send", "tx", _parts.FrameTxBuf.Read()));
        hops.Add(new("send", "tx", "wire", _wire.Outgoing.Read()));
        return hops;
    }

    /// <summary>
    /// Stops the host: its connections are gone, as if it had been switched off, and every buffer it held has gone back.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _disposal.Task;
            return;
        }

        try
        {
            await StopAsync();
        }
        finally
        {
            _disposal.TrySetResult();
        }
    }

    private async Task StopAsync()
    {
        // Not CancelAsync, which goes by way of the thread pool: all of a host runs where it was told to.
        _stopping.Cancel();
        await EndOf(_acceptTask);
        await _apps.DisposeAsync();
        await EndOf(_stackTask);
        _stackStage.Stop();
        // Of the table itself, which copies all at once: Linq's own copy has holes where connections end meanwhile.
        var services = _services.ToArray();
        // In the order of their numbers: that of the table depends on how many cores there are, and a simulation must not.
        foreach (var (_, service) in services.OrderBy(static service => service.Key)) await service.Ended;
        await _receive.DisposeAsync();
        await _send.DisposeAsync();
        foreach (var hop in new[] { _parts.FrameRxBuf, _parts.EthPollToStackRecv, _parts.FrameTxBuf }) hop.Reader.Abandon();
        _parts.TcpWriteToStackSend.Reader.Abandon();
        _openRequests.Reader.Abandon();
        _stack.Dispose();
        _completion.TrySetResult();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (await _apps.AcceptAsync(_stopping.Token) is { } socket)
            {
                if (_context.Options.Remote is not { } remote)
                {
                    socket.Abort();
                    socket.Dispose();
                    continue;
                }

                var request = new OpenRequest(remote, connection => Serve(connection, _ => new ValueTask<IAppSocket>(socket)), socket);
                if (!await _openRequests.Writer.DeliverAsync(request, _stopping.Token)) return;
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // On the stack's executor: the connection's own stages start where the service's stages run.
    private void Serve(Connection connection, Func<CancellationToken, ValueTask<IAppSocket>> connectApp)
    {
        var service = new ConnectionService(connection, _context);
        _services[connection.Id] = service;
        service.Start(connectApp, ServiceRun($"connection {connection.Id}"), Ended, _stopping.Token);

        void Ended(bool fault)
        {
            // From the open to the ended at once: nobody sees it among both, or neither.
            lock (_counting)
            {
                _totals.Add(service.Read(), fault);
                _services.TryRemove(connection.Id, out _);
            }
        }
    }

    private RunOptions ServiceRun(string name) => new()
    {
        Name = $"{Name} {name}",
        Scheduler = _context.Options.ServiceScheduler,
        TimeProvider = _context.Options.TimeProvider,
    };

    private async Task FailWithAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (StageFaultException fault) when (ReferenceEquals(fault.InnerException, _wire.Incoming.Reader.CompletionError))
        {
            // Whoever was at the other end has gone, in whatever way: no frame comes any more, as with a cable pulled out.
        }
        catch (Exception error)
        {
            _completion.TrySetException(error);
            _stopping.Cancel();
        }
    }

    private static Task StartOn(TaskScheduler scheduler, Func<Task> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    private static async Task EndOf(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // Completion has it.
        }
    }
}
