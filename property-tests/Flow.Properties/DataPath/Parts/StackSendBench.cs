using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>stack-send</c> between its two hops, with a peer that receives what its frames carry.</summary>
internal sealed class StackSendBench : PartBench
{
    private readonly BufferPool _pool;
    private readonly Line _line;
    private readonly StackParts _parts;
    private readonly Connection _connection;
    private readonly StackSend _part;
    private readonly Numbers _numbers = new();
    private bool _isLeft;

    public StackSendBench(BufferPool pool, TimeProvider time)
    {
        _pool = pool;
        _line = new Line(pool);
        _parts = Benches.Parts(_line.Near, time);
        _connection = Benches.Connection(_line.Connect(), time);
        _part = new StackSend(_parts);
    }

    public override bool HasRoom =>
        _parts.TcpWriteToStackSend.Writer.Room > 0 && _connection.Tcp.SendRoomBytes - _connection.BytesToSendQueue >= Numbers.Length;

    public override bool IsOver => _isLeft || (_line.FarEnd.IsReceiveComplete && _numbers.IsEmpty);

    public override TimeSpan? PollAt => _line.PollAt;

    public override void Put(int number, TimeSpan now)
    {
        _connection.BytesToSendQueue += Numbers.Length;
        _parts.TcpWriteToStackSend.Writer.TryWrite(new ConnectionWrite(_connection, Numbers.Slice(_pool, number)));
    }

    // As tcp-write does at the end of conn-txbuf.
    public override void End(Exception? fault, TimeSpan now)
    {
        _connection.IsSendEnding = true;
        if (_connection.BytesToSendQueue == 0) _connection.Tcp.CompleteSend(now);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Poll(_line.Near, now) | Line.Poll(_line.Far, now) | _part.Advance(now);
        for (; _parts.FrameTxBuf.Reader.TryRead(out var frame); moved = true) _line.Far.ReceiveFrame(frame, now);
        return moved | Line.Carry(_line.Far, _line.Near, now);
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
