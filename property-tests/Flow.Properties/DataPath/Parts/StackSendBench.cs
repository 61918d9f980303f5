using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>stack-send</c> between its two hops, with a peer that receives what its frames carry.</summary>
internal sealed class StackSendBench : PartBench
{
    private readonly Connection _connection;
    private readonly StackSend _part;
    private bool _isLeft;

    public StackSendBench(BufferPool pool, TimeProvider time)
        : base(pool, time)
    {
        _connection = Benches.Connection(Line.Connect(), time);
        _part = new StackSend(Parts);
    }

    public override bool HasRoom =>
        Parts.TcpWriteToStackSend.Writer.Room > 0 && _connection.Tcp.SendRoomBytes - _connection.BytesToSendQueue >= Numbers.Length;

    public override bool IsOver => _isLeft || (Line.FarEnd.IsReceiveComplete && Numbers.IsEmpty);

    public override void Put(int number, TimeSpan now)
    {
        _connection.BytesToSendQueue += Numbers.Length;
        Parts.TcpWriteToStackSend.Writer.TryWrite(new ConnectionWrite(_connection, Numbers.Slice(Pool, number)));
    }

    // As tcp-write does at the end of conn-txbuf.
    public override void End(Exception? fault, TimeSpan now)
    {
        _connection.IsSendEnding = true;
        if (_connection.BytesToSendQueue == 0) _connection.Tcp.CompleteSend(now);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Poll(Line.Near, now) | Line.Poll(Line.Far, now) | _part.Advance(now);
        for (; Parts.FrameTxBuf.Reader.TryRead(out var frame); moved = true) Line.Far.ReceiveFrame(frame, now);
        return moved | Line.Carry(Line.Far, Line.Near, now);
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
