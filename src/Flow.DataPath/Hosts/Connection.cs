using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>One TCP connection of a host: its state machine, its <c>conn-rxbuf</c> and <c>conn-txbuf</c>, and its app's socket.</summary>
public sealed class Connection
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Connection(int id, TcpConnection tcp, HostHops hops, TimeProvider timeProvider)
    {
        Id = id;
        Tcp = tcp;
        RxBufBytes = hops.ConnRxBuf.Capacity;
        RxBuf = Hop<BufferSlice>.Create(hops.ConnRxBuf with { Name = "conn-rxbuf", Weigh = static bytes => bytes.Length }, timeProvider);
        TxBuf = Hop<BufferSlice>.Create(hops.ConnTxBuf with { Name = "conn-txbuf", Weigh = static bytes => bytes.Length }, timeProvider);
    }

    /// <summary>A number no other connection of the host has had.</summary>
    public int Id { get; }

    /// <summary>Its state machine; only the stack's executor may touch it.</summary>
    public TcpConnection Tcp { get; }

    /// <summary>Bytes from the network, for the app.</summary>
    public Hop<BufferSlice> RxBuf { get; }

    /// <summary>Bytes from the app, for the network.</summary>
    public Hop<BufferSlice> TxBuf { get; }

    /// <summary>Completes when the stack has done with the connection; faults with <see cref="ConnectionFaultException"/> when it failed.</summary>
    public Task Closed => _closed.Task;

    // What follows is the stack's, and used on its executor only.
    internal int RxBufBytes { get; }

    /// <summary>Rung when <see cref="TxBuf"/> has bytes.</summary>
    internal int DataKey => 2 * Id;

    /// <summary>Rung when <see cref="RxBuf"/> has room.</summary>
    internal int RoomKey => (2 * Id) + 1;

    internal bool IsDataArmed { get; set; }

    /// <summary>More room than this in <see cref="RxBuf"/> rings; nothing does when it is <see langword="null"/>.</summary>
    internal long? RoomArmedAbove { get; set; }

    internal bool IsReadListed { get; set; }

    internal bool IsWriteListed { get; set; }

    internal bool IsReceiveEnded { get; set; }

    internal bool IsSendEnding { get; set; }

    /// <summary>
    /// The app has closed its socket, and had read all there was. Set by the service before it abandons <see cref="RxBuf"/>, which is when the
    /// stack may see it.
    /// </summary>
    internal bool IsLeftByApp { get; set; }

    internal bool IsClosed { get; private set; }

    /// <summary>Bytes taken from <see cref="TxBuf"/> that had no room in the send queue.</summary>
    internal BufferSlice? Unsent { get; set; }

    /// <summary>Bytes between <c>tcp-write</c> and the send queue, for which room there is kept.</summary>
    internal int BytesToSendQueue { get; set; }

    /// <summary>The stack has done with the connection: both ends of its buffers learn it.</summary>
    internal void Close() => Close(Tcp.Fault);

    internal void Close(TcpFault? fault)
    {
        IsClosed = true;
        var error = fault is { } reason ? new ConnectionFaultException(reason) : null;
        Unsent?.Dispose();
        Unsent = null;
        RxBuf.Writer.TryComplete(error);
        TxBuf.Reader.Abandon(error);
        if (error is null) _closed.TrySetResult();
        else _closed.TrySetException(error);
    }
}
