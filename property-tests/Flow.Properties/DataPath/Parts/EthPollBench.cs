using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary><c>eth-poll</c> between its two hops; each frame is a number.</summary>
internal sealed class EthPollBench : PartBench
{
    private readonly EthPoll _part;
    private bool _isOver;

    public EthPollBench(BufferPool pool, TimeProvider time)
        : base(pool, time) =>
        _part = new EthPoll(Parts);

    public override bool HasRoom => Parts.FrameRxBuf.Writer.Room > 0;

    public override bool IsOver => _isOver && Parts.FrameRxBuf.Reader.Count + Parts.EthPollToStackRecv.Reader.Count == 0;

    public override void Put(int number, TimeSpan now) => Parts.FrameRxBuf.Writer.TryWrite(new Frame(Numbers.Slice(Pool, number), default));

    public override void End(Exception? fault, TimeSpan now) => _isOver = true;

    public override bool Advance(TimeSpan now) => _part.Advance(now);

    public override int? Take(TimeSpan now)
    {
        if (Parts.EthPollToStackRecv.Reader.TryRead(out var frame)) Numbers.Take(frame.Data);
        return Numbers.Next();
    }

    public override void Leave()
    {
        Parts.FrameRxBuf.Reader.Abandon();
        Parts.EthPollToStackRecv.Reader.Abandon();
        _isOver = true;
    }
}
