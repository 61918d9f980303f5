namespace Flow.DataPath;

/// <summary>
/// <c>pico_stack_recv()</c>: Ethernet, ARP, IPv4, ICMP and TCP. What a frame changes for a connection goes on as socket activity;
/// while that hop is full no further frame is taken, and what is owed to the peer stays state of the stack.
/// </summary>
public sealed class StackRecv(StackParts parts) : IStackStep
{
    /// <inheritdoc/>
    public bool Advance(TimeSpan now)
    {
        var stack = parts.Stack;
        var moved = false;
        if (stack.PollAt is { } due && due <= now)
        {
            stack.Poll(now);
            moved = true;
        }

        moved |= TryReport();
        while (parts.SocketActivity.Writer.Room > 0 && parts.EthPollToStackRecv.Reader.TryRead(out var frame))
        {
            stack.ReceiveFrame(frame, now);
            TryReport();
            moved = true;
        }

        return moved;
    }

    private bool TryReport()
    {
        var moved = false;
        while (parts.SocketActivity.Writer.Room > 0 && parts.Stack.TryTakeActivity(out var activity))
            moved |= parts.SocketActivity.Writer.TryWrite(activity);
        return moved;
    }
}
