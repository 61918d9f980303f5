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
    private readonly BufferPool _pool;
    private readonly Line _line;
    private readonly StackParts _parts;
    private readonly Connection _connection;
    private readonly TcpWrite _part;
    private readonly Numbers _numbers = new();
    private bool _isFaulted;
    private bool _isLeft;

    public TcpWriteBench(BufferPool pool, TimeProvider time)
    {
        _pool = pool;
        _line = new Line(pool);
        _parts = Benches.Parts(_line.Near, time);
        _connection = Benches.Connection(_line.Connect(), time);
        _part = new TcpWrite(_parts);
        _part.Notify(_connection);
    }

    public override bool HasRoom => _connection.TxBuf.Writer.Room >= Numbers.Length;

    public override bool IsOver =>
        _isLeft || (_numbers.IsEmpty && (_isFaulted ? _line.FarEnd.Fault is not null : _line.FarEnd.IsReceiveComplete));

    public override TimeSpan? PollAt => _line.PollAt;

    public override void Put(int number, TimeSpan now) => _connection.TxBuf.Writer.TryWrite(Numbers.Slice(_pool, number));

    public override void End(Exception? fault, TimeSpan now)
    {
        _isFaulted = fault is not null;
        _connection.TxBuf.Writer.TryComplete(fault);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = _line.Exchange(now);
        for (; _line.Near.TryTakeActivity(out var activity); moved = true)
        {
            if (activity.Events.HasFlag(SocketEvents.Writable)) _part.Notify(_connection);
        }

        for (; _parts.Bell.TryTake(out _); moved = true)
        {
            _connection.IsDataArmed = false;
            _part.Notify(_connection);
        }

        moved |= _part.Advance(now);
        for (; _parts.TcpWriteToStackSend.Reader.TryRead(out var write); moved = true)
        {
            _connection.BytesToSendQueue -= write.Data.Length;
            _connection.Tcp.Send(write.Data, now);
            if (_connection.IsSendEnding && _connection.BytesToSendQueue == 0) _connection.Tcp.CompleteSend(now);
        }

        return moved;
    }

    public override int? Take(TimeSpan now) => Line.Read(_line.FarEnd, _numbers, now);

    public override void Leave() => _isLeft = true;

    public override void Dispose()
    {
        _connection.Close(fault: null);
        _connection.RxBuf.Reader.Abandon();
        Benches.Dispose(_parts);
        _line.Dispose();
    }
}
