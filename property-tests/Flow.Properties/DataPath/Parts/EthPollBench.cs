using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>eth-poll</c> between its two hops; each frame is a number.</summary>
internal sealed class EthPollBench : PartBench
{
    private readonly BufferPool _pool;
    private readonly Line _line;
    private readonly StackParts _parts;
    private readonly EthPoll _part;
    private readonly Numbers _numbers = new();
    private bool _isOver;

    public EthPollBench(BufferPool pool, TimeProvider time)
    {
        _pool = pool;
        _line = new Line(pool);
        _parts = Benches.Parts(_line.Near, time);
        _part = new EthPoll(_parts);
    }

    public override bool HasRoom => _parts.FrameRxBuf.Writer.Room > 0;

    public override bool IsOver => _isOver && _parts.FrameRxBuf.Reader.Count + _parts.EthPollToStackRecv.Reader.Count == 0;

    public override void Put(int number, TimeSpan now) => _parts.FrameRxBuf.Writer.TryWrite(new Frame(Numbers.Slice(_pool, number), default));

    public override void End(Exception? fault, TimeSpan now) => _isOver = true;

    public override bool Advance(TimeSpan now) => _part.Advance(now);

    public override int? Take(TimeSpan now)
    {
        if (_parts.EthPollToStackRecv.Reader.TryRead(out var frame)) _numbers.Take(frame.Data);
        return _numbers.Next();
    }

    public override void Leave()
    {
        _parts.FrameRxBuf.Reader.Abandon();
        _parts.EthPollToStackRecv.Reader.Abandon();
        _isOver = true;
    }

    public override void Dispose()
    {
        Benches.Dispose(_parts);
        _line.Dispose();
    }
}
