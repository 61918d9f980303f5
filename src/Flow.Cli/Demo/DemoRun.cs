using System.Net.Sockets;
using Flow.Cli.Demo.Apps;
using Flow.Cli.Demo.Content;
using Flow.Cli.Demo.Network;
using Flow.Cli.Demo.Report;

namespace Flow.Cli.Demo;

/// <summary>App a and app b at work over a network: every connection, both ways at once, to the last byte.</summary>
internal sealed class DemoRun
{
    private readonly IDemoNetwork _network;
    private readonly TimeProvider _timeProvider;
    private readonly Connection[] _connections;
    private readonly AppThreads _threads;
    private readonly AppA _appA;
    private readonly AppB _appB;
    private readonly long _started;

    private DemoRun(
        DemoOptions options,
        IContent content,
        IDemoNetwork network,
        Socket listener,
        AppThreads threads,
        TimeProvider timeProvider)
    {
        _network = network;
        _timeProvider = timeProvider;
        _connections = [.. Enumerable.Range(0, options.Connections).Select(id => new Connection(id, () => Elapsed))];
        _threads = threads;
        var stall = options.Stall is { } time ? new Pause(content.Length / 2, () => Stall(time)) : null;
        _appA = new AppA(network.ConnectPath, content, threads);
        _appB = new AppB(listener, content, threads, stall);
        BytesToReceive = 2 * options.Connections * content.Length;
        _started = timeProvider.GetTimestamp();
    }

    /// <summary>Bytes all receivers together are to receive.</summary>
    public long BytesToReceive { get; }

    public long BytesReceived => _connections.Sum(connection => connection.Received);

    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_started);

    public IReadOnlyList<HopRow> Hops() => _network.Hops();

    /// <summary>Makes the network, runs both apps over it to the end, and says what came of it.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="createNetwork">Makes what lies between the apps.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="watch">Looks on, given the run and its end.</param>
    /// <param name="cancellationToken">Stops the run; what was moved is reported then, too.</param>
    public static async Task<DemoReport> RunAsync(
        DemoOptions options,
        Func<DemoNetworkOptions, IDemoNetwork> createNetwork,
        TimeProvider timeProvider,
        Func<DemoRun, Task, Task>? watch = null,
        CancellationToken cancellationToken = default)
    {
        using IContent content = options.File is { } path ? FileContent.Open(path) : new GeneratedContent(options.Size, options.Seed);
        using var directory = new SocketDirectory();
        var listenPath = directory.File("app-b");
        using var listener = AppSocket.Listen(listenPath, backlog: options.Connections);
        await using var network = createNetwork(
            new(directory.Path, listenPath, options.Mtu, options.Loss, options.Delay, options.Seed, timeProvider));
        using var threads = new AppThreads();
        var run = new DemoRun(options, content, network, listener, threads, timeProvider);
        var report = run.RunAsync(cancellationToken);
        if (watch is not null) await watch(run, report);
        return await report;
    }

    private async Task<DemoReport> RunAsync(CancellationToken cancellationToken)
    {
        using var sampling = new CancellationTokenSource();
        var memory = new MemoryPeak(_network);
        var sampler = memory.SampleAsync(_timeProvider, sampling.Token);
        await using (cancellationToken.Register(_threads.Stop)) await ExchangeAsync();
        var elapsed = Elapsed;
        await sampling.CancelAsync();
        await sampler;

        var failure = _threads.Failure ?? Summarize([.. _connections.SelectMany(connection => connection.Discrepancies)]);
        return new DemoReport
        {
            Verified = failure is null,
            Failure = failure,
            BytesSent = _connections.Sum(connection => connection.Sent),
            BytesReceived = BytesReceived,
            ElapsedSeconds = elapsed.TotalSeconds,
            PeakBytes = memory.Bytes,
            PerConnection = [.. _connections.Select(each => new ConnectionReport(each.Id, each.Completed?.TotalSeconds, each.Stalled))],
            Hops = _network.Hops(),
        };
    }

    private async Task ExchangeAsync()
    {
        using var accepting = CancellationTokenSource.CreateLinkedTokenSource(_threads.Stopped);
        var appB = _appB.RunAsync(_connections, accepting.Token);
        await _appA.RunAsync(_connections);
        await accepting.CancelAsync(); // What has not come to app b by now never will.
        await appB;
    }

    private void Stall(TimeSpan time)
    {
        _connections[0].Stalled = true;
        Task.Delay(time, _timeProvider).Wait(_threads.Stopped);
    }

    private static string? Summarize(List<string> discrepancies) => discrepancies switch
    {
        [] => null,
        [var only] => only,
        [var first, ..] => $"{first.TrimEnd('.')}, and {discrepancies.Count - 1} more like it.",
    };
}
