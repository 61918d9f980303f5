using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary>
/// <c>tcp-write</c> out of a narrow <c>conn-txbuf</c>, with a peer that receives numbers: the end of the buffer is the end of its stream, and a
/// fault of it a reset.
/// </summary>
internal sealed class TcpWriteBench : PartBench
{
    private readonly Connection _connection;
    private readonly TcpWrite _part;
    private bool _isFaulted;
    private bool _isLeft;

    public TcpWriteBench(BufferPool pool, TimeProvider time)
        : base(pool, time)
    {
        _connection = Benches.Connection(Line.Connect(), time);
        _part = new TcpWrite(Parts);
        _part.Notify(_connection);
    }

    public override bool HasRoom => _connection.TxBuf.Writer.Room >= Numbers.Length;

    public override bool IsOver =>
        _isLeft || (Numbers.IsEmpty && (_isFaulted ? Line.FarEnd.Fault is not null : Line.FarEnd.IsReceiveComplete));

    public override void Put(int number, TimeSpan now) => _connection.TxBuf.Writer.TryWrite(Numbers.Slice(Pool, number));

    public override void End(Exception? fault, TimeSpan now)
    {
        _isFaulted = fault is not null;
        _connection.TxBuf.Writer.TryComplete(fault);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Exchange(now);
        for (; Line.Near.TryTakeActivity(out var activity); moved = true)
        {
            if (activity.Events.HasFlag(SocketEvents.Writable)) _part.Notify(_connection);
        }

        for (; Parts.Bell.TryTake(out _); moved = true)
        {
            _connection.IsDataArmed = false;
            _part.Notify(_connection);
        }

        moved |= _part.Advance(now);
        for (; Parts.TcpWriteToStackSend.Reader.TryRead(out var write); moved = true)
        {
            _connection.BytesToSendQueue -= write.Data.Length;
            _connection.Tcp.Send(write.Data, now);
            if (_connection.IsSendEnding && _connection.BytesToSendQueue == 0) _connection.Tcp.CompleteSend(now);
        }

        return moved;
    }

    public override int? Take(TimeSpan now) => Line.Read(Line.FarEnd, Numbers, now);

    public override void Leave() => _isLeft = true;

    public override void Dispose()
    {
        _connection.Close(fault: null);
        _connection.RxBuf.Reader.Abandon();
        base.Dispose();
    }
}
