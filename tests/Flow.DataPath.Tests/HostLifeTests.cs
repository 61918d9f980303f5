namespace Flow.DataPath.Tests;

public sealed class HostLifeTests
{
    [Fact]
    public async Task A_host_stops_though_an_app_never_reads_what_came_over_a_connection_long_closed()
    {
        await using var hosts = new TwoHosts(appBufferBytes: 1000);
        var (onA, onB) = await hosts.ConnectAsync();
        onB.CompleteSend();
        await TwoHosts.SendAsync(onA, TwoHosts.Bytes(50_000, 1));
        Assert.Empty(await TwoHosts.ReceiveAllAsync(onA));
        while (hosts.A.Connections > 0) await Task.Yield();

        await hosts.B.DisposeAsync().AsTask().WaitAsync(TwoHosts.Patience);

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onB));
    }

    [Fact]
    public async Task Apps_that_wait_for_a_connection_learn_that_the_host_stops()
    {
        using var gate = new ManualResetEventSlim();
        await using var wire = new MemoryWire();
        var apps = new MemoryAppEnd();
        var options = TwoHosts.OptionsOfA with { Stages = new HostStages { EthPoll = _ => new Stuck(gate) } };
        var host = new Host(options, wire.A, apps);
        // More than the stack's requests hold.
        var sockets = new List<IAppSocket>();
        for (var app = 0; app < 30; app++) sockets.Add(await apps.OpenAsync());

        var disposal = host.DisposeAsync();
        gate.Set();
        await disposal.AsTask().WaitAsync(TwoHosts.Patience);

        foreach (var socket in sockets) await EndOfStreamAsync(socket);
    }

    [Fact]
    public async Task Hosts_stop_while_their_connections_end()
    {
        for (var round = 0; round < 50; round++)
        {
            await using var hosts = new TwoHosts();
            for (var connection = 0; connection < 30; connection++) await hosts.ConnectAsync();
        }
    }

    [Fact]
    public async Task A_remote_that_cannot_be_connected_to_fails_the_app_and_not_the_host()
    {
        await using var wire = new MemoryWire();
        var apps = new MemoryAppEnd();
        var options = TwoHosts.OptionsOfA;
        await using var host = new Host(options with { Remote = new(options.Address, 80) }, wire.A, apps);

        var socket = await apps.OpenAsync();

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(socket));
        Assert.False(host.Completion.IsCompleted);
    }

    [Fact]
    public async Task An_app_end_that_throws_resets_the_connection()
    {
        await using var hosts = new TwoHosts(appsOfB: new Broken());
        var onA = await hosts.AppsOfA.OpenAsync();

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onA));
        Assert.False(hosts.B.Completion.IsCompleted);
    }

    // An app the host had accepted sees a reset, one it had not the end of the stream.
    private static async Task EndOfStreamAsync(IAppSocket socket)
    {
        try
        {
            Assert.Empty(await TwoHosts.ReceiveAllAsync(socket));
        }
        catch (AppGoneException)
        {
            // That, too, is an answer.
        }
    }

    private sealed class Stuck(ManualResetEventSlim gate) : IStackStep
    {
        public bool Advance(TimeSpan now)
        {
            gate.Wait(TwoHosts.Patience);
            return false;
        }
    }

    private sealed class Broken : IAppEnd
    {
        public async ValueTask<IAppSocket?> AcceptAsync(CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            return null;
        }

        public ValueTask<IAppSocket> ConnectAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("This end is broken.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
