using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Flow.DataPath.Tests;

public sealed class ConnectionLifeTests
{
    [Fact]
    public async Task An_app_that_is_done_writing_can_still_read()
    {
        await using var hosts = new TwoHosts();
        var (onA, onB) = await hosts.ConnectAsync();

        onA.CompleteSend();
        Assert.Empty(await TwoHosts.ReceiveAllAsync(onB));
        var answer = TwoHosts.Bytes(100_000, 3);
        var sending = TwoHosts.SendAsync(onB, answer);

        Assert.Equal(answer, await TwoHosts.ReceiveAllAsync(onA));
        await sending;
    }

    [Fact]
    public async Task A_connection_is_gone_when_both_apps_are_done()
    {
        await using var hosts = new TwoHosts();
        var (onA, onB) = await hosts.ConnectAsync();

        onA.CompleteSend();
        onB.CompleteSend();
        await TwoHosts.ReceiveAllAsync(onA);
        await TwoHosts.ReceiveAllAsync(onB);

        await Until(() => hosts.A.Connections == 0 && hosts.B.Connections == 0);
        Assert.Equal(0, hosts.A.ConnectionFaults + hosts.B.ConnectionFaults);
    }

    [Fact]
    public async Task A_port_nobody_listens_at_refuses_and_the_app_learns_it()
    {
        await using var hosts = new TwoHosts(portOfB: 81);
        var onA = await hosts.AppsOfA.OpenAsync();

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onA));
        await Until(() => hosts.A.ConnectionFaults == 1);
    }

    [Fact]
    public async Task A_host_without_an_app_resets_the_connection()
    {
        await using var hosts = new TwoHosts(appsOfB: new UnixAppEnd(null, null));
        var onA = await hosts.AppsOfA.OpenAsync();

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onA));
    }

    [Fact]
    public async Task A_connection_that_fails_with_bytes_on_their_way_to_the_send_queue_takes_no_other_with_it()
    {
        await using var hosts = new TwoHosts(stagesOfB: new HostStages { StackSend = static parts => new ResetBeforeTheFirstBytes(new StackSend(parts), parts) });
        var (onA, onB) = await hosts.ConnectAsync();
        await onB.SendAsync(new byte[100], CancellationToken.None);
        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onA));

        (onA, onB) = await hosts.ConnectAsync();
        var answer = TwoHosts.Bytes(1000, 3);
        await TwoHosts.SendAsync(onB, answer);
        Assert.Equal(answer, await TwoHosts.ReceiveAllAsync(onA));
    }

    [Fact]
    public async Task An_app_that_closes_with_bytes_unread_resets_the_other()
    {
        await using var hosts = new TwoHosts();
        var (onA, onB) = await hosts.ConnectAsync();

        await onA.SendAsync(TwoHosts.Bytes(1000, 1), CancellationToken.None);
        var one = new byte[1];
        Assert.Equal(1, await onB.ReceiveAsync(one, CancellationToken.None).AsTask().WaitAsync(TwoHosts.Patience));
        onB.Dispose();

        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(onA));
    }

    [Fact]
    public async Task A_connection_whose_app_has_closed_does_not_wait_for_ever_for_a_peer_that_says_nothing()
    {
        await using var hosts = new TwoHosts(timeWait: TimeSpan.FromMilliseconds(20));
        var (onA, onB) = await hosts.ConnectAsync();

        onA.Dispose();

        await Until(() => hosts.A.Connections == 0);
        Assert.Equal(0, hosts.A.ConnectionFaults);
        Assert.Empty(await TwoHosts.ReceiveAllAsync(onB));
        Assert.Equal(1, hosts.B.Connections);
    }

    [Fact]
    public async Task An_app_behind_a_unix_socket_that_has_closed_is_found_to_have_gone()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var time = new FakeTimeProvider();
        await using var hosts = new TwoHosts(appsOfB: new UnixAppEnd(null, path, timeProvider: time), timeWait: TimeSpan.FromMilliseconds(20));
        var onA = await hosts.AppsOfA.OpenAsync();

        using (var onB = await listener.AcceptAsync()) onB.Shutdown(SocketShutdown.Send);

        Assert.Empty(await TwoHosts.ReceiveAllAsync(onA));
        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return hosts.B.Connections == 0;
        });
        Assert.Equal(0, hosts.B.ConnectionFaults);
        File.Delete(path);
    }

    [Fact]
    public async Task An_app_behind_a_unix_socket_that_is_done_writing_can_still_read()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var time = new FakeTimeProvider();
        await using var hosts = new TwoHosts(appsOfB: new UnixAppEnd(null, path, timeProvider: time));
        var onA = await hosts.AppsOfA.OpenAsync();
        using var onB = await listener.AcceptAsync();
        onB.Shutdown(SocketShutdown.Send);
        Assert.Empty(await TwoHosts.ReceiveAllAsync(onA));

        for (var look = 0; look < 10; look++) time.Advance(TimeSpan.FromSeconds(1));

        await onA.SendAsync(TwoHosts.Bytes(1000, 1), CancellationToken.None);
        var received = new byte[1000];
        Assert.True(await onB.ReceiveAsync(received).WaitAsync(TwoHosts.Patience) > 0);
        File.Delete(path);
    }

    [Fact]
    public async Task A_stage_that_throws_ends_its_connection_and_no_other()
    {
        var made = 0;
        var stages = new HostStages();
        stages = stages with
        {
            HandleRead = (host, socket) => Interlocked.Increment(ref made) == 1 ? new Throwing() : new HandleRead(socket),
        };
        await using var hosts = new TwoHosts(stagesOfB: stages);
        var (firstA, _) = await hosts.ConnectAsync();
        var (secondA, secondB) = await hosts.ConnectAsync();

        var there = TwoHosts.Bytes(10_000, 1);
        await firstA.SendAsync(there, CancellationToken.None);
        await Assert.ThrowsAsync<AppGoneException>(() => TwoHosts.ReceiveAllAsync(firstA));
        var sending = TwoHosts.SendAsync(secondA, there);
        Assert.Equal(there, await TwoHosts.ReceiveAllAsync(secondB));
        await sending;
        Assert.False(hosts.B.Completion.IsFaulted);
    }

    [Fact]
    public async Task Stopping_a_host_in_the_middle_of_everything_returns_every_buffer()
    {
        // The check is in the disposal of the hosts.
        await using var hosts = new TwoHosts(mtu: 1500, impairment: _ => new ImpairmentOptions { Delay = TimeSpan.FromMilliseconds(2) });
        var (onA, onB) = await hosts.ConnectAsync();
        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, TwoHosts.Bytes(5_000_000, 1)), TwoHosts.SendAsync(onB, TwoHosts.Bytes(5_000_000, 2)));
        var buffer = new byte[1000];
        for (var i = 0; i < 20; i++) await onB.ReceiveAsync(buffer, CancellationToken.None).AsTask().WaitAsync(TwoHosts.Patience);

        await hosts.A.DisposeAsync().AsTask().WaitAsync(TwoHosts.Patience);
        await hosts.B.DisposeAsync().AsTask().WaitAsync(TwoHosts.Patience);

        await Assert.ThrowsAsync<AppGoneException>(() => sending);
    }

    private sealed class Throwing : IStage<TcpIp.BufferSlice, Nothing>
    {
        public async ValueTask RunAsync(
            System.Threading.Channels.ChannelReader<TcpIp.BufferSlice> input,
            System.Threading.Channels.ChannelWriter<Nothing> output,
            CancellationToken cancellationToken)
        {
            await input.WaitToReadAsync(cancellationToken);
            throw new InvalidOperationException("This stage is broken.");
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TwoHosts.Patience);
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
    }

    private sealed class ResetBeforeTheFirstBytes(IStackStep inner, StackParts parts) : IStackStep
    {
        private bool _isReset;

        public bool Advance(TimeSpan now)
        {
            if (!_isReset && parts.TcpWriteToStackSend.Reader.TryRead(out var write))
            {
                _isReset = true;
                write.Connection.Tcp.Abort(now);
                parts.TcpWriteToStackSend.Writer.TryWrite(write);
            }

            return inner.Advance(now);
        }
    }
}
