using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>pico_eth_poll()</c>: drains whole frames from <c>frame-rxbuf</c> in batches, at most the loop score a turn, so that a flood of
/// frames cannot keep the stack from its other work.
/// </summary>
public sealed class EthPoll(StackParts parts) : IStackStep
{
    private readonly Frame[] _batch = new Frame[parts.LoopScore];

    /// <inheritdoc/>
    public bool Advance(TimeSpan now)
    {
        var output = parts.EthPollToStackRecv.Writer;
        var room = (int)Math.Min(output.Room, _batch.Length);
        var taken = parts.FrameRxBuf.Reader.TryRead(_batch.AsSpan(0, room));
        if (taken == 0) return false;
        output.TryWrite(_batch.AsSpan(0, taken));
        Array.Clear(_batch, 0, taken);
        return true;
    }
}
