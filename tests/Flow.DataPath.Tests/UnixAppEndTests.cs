using System.Net.Sockets;
using Flow.TcpIp;

namespace Flow.DataPath.Tests;

public sealed class UnixAppEndTests : IAsyncDisposable
{
    private const int MuchMoreThanSocketsHold = 16 << 20;

    private readonly UnixAppEnd _end;
    private readonly BufferPool _pool = new();
    private readonly Socket _app = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public UnixAppEndTests() => _end = new UnixAppEnd(_path, connectPath: null);

    [Fact]
    public async Task Both_directions_wait_at_the_same_time_and_every_byte_arrives()
    {
        using var socket = await ConnectAsync();
        var (toApp, fromApp) = (TwoHosts.Bytes(MuchMoreThanSocketsHold, 1), TwoHosts.Bytes(MuchMoreThanSocketsHold, 2));

        // The first to wait is each sender: nobody receives yet.
        var sending = TwoHosts.SendAsync(socket, toApp, chunk: MuchMoreThanSocketsHold);
        var appSending = Task.Run(() => SendAll(fromApp));
        var received = TwoHosts.ReceiveAllAsync(socket);
        var appReceived = await Task.Run(ReceiveAll).WaitAsync(TwoHosts.Patience);

        Assert.Equal(toApp, appReceived);
        Assert.Equal(fromApp, await received);
        await Task.WhenAll(sending, appSending).WaitAsync(TwoHosts.Patience);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(60_000)]
    public async Task Pieces_that_are_sent_together_arrive_one_behind_the_other(int pieceBytes)
    {
        using var socket = await ConnectAsync();
        var bytes = TwoHosts.Bytes(Math.Min(MuchMoreThanSocketsHold, 20_000 * pieceBytes), 3);
        var pieces = bytes.Chunk(pieceBytes).Select(piece => new BufferSlice(Filled(piece), 0, piece.Length)).ToList();

        // All but the smallest are more than the socket holds: it takes some of them, and part of one, before it waits for the app.
        var sending = socket.SendAsync(pieces, CancellationToken.None).AsTask();
        var received = Task.Run(ReceiveAll);
        await sending.WaitAsync(TwoHosts.Patience);
        socket.CompleteSend();

        Assert.Equal(bytes, await received.WaitAsync(TwoHosts.Patience));
    }

    [Fact]
    public async Task A_cancelled_receive_leaves_the_bytes_to_the_next()
    {
        using var socket = await ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var buffer = new byte[16];

        var cancelled = socket.ReceiveAsync(buffer, cancellation.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TwoHosts.Patience));
        var next = socket.ReceiveAsync(buffer, CancellationToken.None).AsTask();
        _app.Send("bytes"u8);

        Assert.Equal(5, await next.WaitAsync(TwoHosts.Patience));
    }

    [Fact]
    public async Task Closing_the_socket_ends_what_waits_for_it()
    {
        var socket = await ConnectAsync();

        var receiving = socket.ReceiveAsync(new byte[16], CancellationToken.None).AsTask();
        var sending = socket.SendAsync(new byte[MuchMoreThanSocketsHold], CancellationToken.None).AsTask();
        socket.Dispose();

        await Assert.ThrowsAsync<AppGoneException>(() => receiving.WaitAsync(TwoHosts.Patience));
        await Assert.ThrowsAsync<AppGoneException>(() => sending.WaitAsync(TwoHosts.Patience));
    }

    [Fact]
    public async Task An_app_that_goes_ends_what_waits_for_it()
    {
        using var socket = await ConnectAsync();

        var receiving = socket.ReceiveAsync(new byte[16], CancellationToken.None).AsTask();
        var sending = socket.SendAsync(new byte[MuchMoreThanSocketsHold], CancellationToken.None).AsTask();
        _app.Dispose();

        await Assert.ThrowsAsync<AppGoneException>(() => receiving.WaitAsync(TwoHosts.Patience));
        await Assert.ThrowsAsync<AppGoneException>(() => sending.WaitAsync(TwoHosts.Patience));
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _end.DisposeAsync();
    }

    private async Task<IAppSocket> ConnectAsync()
    {
        _app.Connect(new UnixDomainSocketEndPoint(_path));
        return (await _end.AcceptAsync(CancellationToken.None))!;
    }

    private PooledBuffer Filled(byte[] bytes)
    {
        var block = _pool.Rent(bytes.Length);
        bytes.CopyTo(block.Array, 0);
        return block;
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_app.Send(bytes)..];
        _app.Shutdown(SocketShutdown.Send);
    }

    private byte[] ReceiveAll()
    {
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (_app.Receive(buffer) is > 0 and var count) received.Write(buffer, 0, count);
        return received.ToArray();
    }
}
