using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>tcp-read</c> into a narrow <c>conn-rxbuf</c>, with a peer that sends numbers. An app that has gone is told to the peer, by a reset.</summary>
internal sealed class TcpReadBench : PartBench
{
    private readonly Connection _connection;
    private readonly TcpRead _part;
    private bool _isEnding;
    private bool _isLeft;

    public TcpReadBench(BufferPool pool, TimeProvider time)
        : base(pool, time)
    {
        _connection = Benches.Connection(Line.Connect(), time);
        _part = new TcpRead(Parts);
        _part.Notify(_connection);
    }

    public override bool HasRoom => Line.FarEnd.SendRoomBytes >= Numbers.Length;

    public override bool IsOver => _isLeft
        ? _isEnding || Line.FarEnd.Fault is not null
        : _connection.RxBuf.Reader.IsEnded && Numbers.IsEmpty;

    public override void Put(int number, TimeSpan now) => Line.FarEnd.Send(Numbers.Slice(Pool, number), now);

    public override void End(Exception? fault, TimeSpan now)
    {
        _isEnding = true;
        Line.FarEnd.CompleteSend(now);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Exchange(now);
        for (; Line.Near.TryTakeActivity(out _); moved = true) _part.Notify(_connection);
        for (; Parts.Bell.TryTake(out _); moved = true)
        {
            _connection.RoomArmedAbove = null;
            _part.Notify(_connection);
        }

        return moved | _part.Advance(now);
    }

    public override int? Take(TimeSpan now)
    {
        while (true)
        {
            if (Numbers.Next() is { } number) return number;
            if (!_connection.RxBuf.Reader.TryRead(out var bytes)) return null;
            Numbers.Take(bytes);
        }
    }

    public override void Leave()
    {
        _isLeft = true;
        _connection.RxBuf.Reader.Abandon();
    }

    public override void Dispose()
    {
        _connection.Close(fault: null);
        _connection.RxBuf.Reader.Abandon();
        base.Dispose();
    }
}
