using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>stack-recv</c> between its two hops: frames of a peer that sends numbers before it, and behind it a reader who reads what activity tells it of.</summary>
internal sealed class StackRecvBench : PartBench
{
    private readonly StackRecv _part;
    private TcpConnection? _readable;
    private bool _isEndReported;
    private bool _isLeft;

    public StackRecvBench(BufferPool pool, TimeProvider time)
        : base(pool, time) =>
        _part = new StackRecv(Parts);

    public override bool HasRoom => Line.FarEnd.SendRoomBytes >= Numbers.Length;

    public override bool IsOver => _isLeft || (_isEndReported && _readable is null && Numbers.IsEmpty);

    public override void Put(int number, TimeSpan now) => Line.FarEnd.Send(Numbers.Slice(Pool, number), now);

    public override void End(Exception? fault, TimeSpan now) => Line.FarEnd.CompleteSend(now);

    public override bool Advance(TimeSpan now)
    {
        var moved = Line.Poll(Line.Far, now);
        while (Parts.EthPollToStackRecv.Writer.Room > 0 && Line.Far.TryTransmitFrame(now, out var frame))
            moved |= Parts.EthPollToStackRecv.Writer.TryWrite(frame);
        moved |= _part.Advance(now);
        return moved | Line.Carry(Line.Near, Line.Far, now);
    }

    public override int? Take(TimeSpan now)
    {
        while (true)
        {
            if (Numbers.Next() is { } whole) return whole;
            if (_readable is not null)
            {
                if (Line.Read(_readable, Numbers, now) is { } number) return number;
                _readable = null;
            }

            if (!Parts.SocketActivity.Reader.TryRead(out var activity)) return null;
            _readable = activity.Connection;
            _isEndReported |= activity.Events.HasFlag(SocketEvents.EndOfStream);
        }
    }

    public override void Leave() => _isLeft = true;
}
