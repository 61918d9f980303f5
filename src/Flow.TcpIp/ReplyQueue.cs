namespace Flow.TcpIp;

/// <summary>Frames owed for which no connection keeps state: resets, ICMP, ARP. Bounded; what finds it full is dropped and counted.</summary>
internal sealed class ReplyQueue(int capacity, NetworkStackCounters counters) : IDisposable
{
    private readonly Queue<Frame> _frames = new();

    public void Enqueue(Frame frame)
    {
        if (_frames.Count < capacity)
        {
            _frames.Enqueue(frame);
            return;
        }
        counters.Drop(DropReason.ReplyQueueFull);
        frame.Dispose();
    }

    public bool TryDequeue(out Frame frame) => _frames.TryDequeue(out frame);

    public void Dispose()
    {
        while (_frames.TryDequeue(out var frame)) frame.Dispose();
    }
}
