using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>tcp-read</c> into a narrow <c>conn-rxbuf</c>, with a peer that sends numbers. An app that has gone is told to the peer, by a reset.</summary>
internal sealed class TcpReadBench : PartBench
{
    private readonly BufferPool _pool;
    private readonly Line _line;
    private readonly StackParts _parts;
    private readonly Connection _connection;
    private readonly TcpRead _part;
    private readonly Numbers _numbers = new();
    private bool _isEnding;
    private bool _isLeft;

    public TcpReadBench(BufferPool pool, TimeProvider time)
    {
        _pool = pool;
        _line = new Line(pool);
        _parts = Benches.Parts(_line.Near, time);
        _connection = Benches.Connection(_line.Connect(), time);
        _part = new TcpRead(_parts);
        _part.Notify(_connection);
    }

    public override bool HasRoom => _line.FarEnd.SendRoomBytes >= Numbers.Length;

    public override bool IsOver => _isLeft
        ? _isEnding || _line.FarEnd.Fault is not null
        : _connection.RxBuf.Reader.IsEnded && _numbers.IsEmpty;

    public override TimeSpan? PollAt => _line.PollAt;

    public override void Put(int number, TimeSpan now) => _line.FarEnd.Send(Numbers.Slice(_pool, number), now);

    public override void End(Exception? fault, TimeSpan now)
    {
        _isEnding = true;
        _line.FarEnd.CompleteSend(now);
    }

    public override bool Advance(TimeSpan now)
    {
        var moved = _line.Exchange(now);
        for (; _line.Near.TryTakeActivity(out _); moved = true) _part.Notify(_connection);
        for (; _parts.Bell.TryTake(out _); moved = true)
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
            if (_numbers.Next() is { } number) return number;
            if (!_connection.RxBuf.Reader.TryRead(out var bytes)) return null;
            _numbers.Take(bytes);
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
        Benches.Dispose(_parts);
        _line.Dispose();
    }
}
