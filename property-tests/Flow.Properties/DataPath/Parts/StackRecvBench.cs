using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>stack-recv</c> between its two hops: frames of a peer that sends numbers before it, and behind it a reader who reads what activity tells it of.</summary>
internal sealed class StackRecvBench : PartBench
{
    private readonly BufferPool _pool;
    private readonly Line _line;
    private readonly StackParts _parts;
    private readonly StackRecv _part;
    private readonly Numbers _numbers = new();
    private TcpConnection? _readable;
    private bool _isEndReported;
    private bool _isLeft;

    public StackRecvBench(BufferPool pool, TimeProvider time)
    {
        _pool = pool;
        _line = new Line(pool);
        _parts = Benches.Parts(_line.Near, time);
        _part = new StackRecv(_parts);
    }

    public override bool HasRoom => _line.FarEnd.SendRoomBytes >= Numbers.Length;

    public override bool IsOver => _isLeft || (_isEndReported && _readable is null && _numbers.IsEmpty);

    public override TimeSpan? PollAt => _line.PollAt;

    public override void Put(int number, TimeSpan now) => _line.FarEnd.Send(Numbers.Slice(_pool, number), now);

    public override void End(Exception? fault, TimeSpan now) => _line.FarEnd.CompleteSend(now);

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Poll(_line.Far, now);
        while (_parts.EthPollToStackRecv.Writer.Room > 0 && _line.Far.TryTransmitFrame(now, out var frame))
            moved |= _parts.EthPollToStackRecv.Writer.TryWrite(frame);
        moved |= _part.Advance(now);
        return moved | Line.Carry(_line.Near, _line.Far, now);
    }

    public override int? Take(TimeSpan now)
    {
        while (true)
        {
            if (_numbers.Next() is { } whole) return whole;
            if (_readable is not null)
            {
                if (Line.Read(_readable, _numbers, now) is { } number) return number;
                _readable = null;
            }

            if (!_parts.SocketActivity.Reader.TryRead(out var activity)) return null;
            _readable = activity.Connection;
            _isEndReported |= activity.Events.HasFlag(SocketEvents.EndOfStream);
        }
    }

    public override void Leave() => _isLeft = true;

    public override void Dispose()
    {
        Benches.Dispose(_parts);
        _line.Dispose();
    }
}
