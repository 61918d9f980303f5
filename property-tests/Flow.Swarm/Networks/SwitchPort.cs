using Flow.DataPath;

namespace Flow.Swarm.Networks;

/// <summary>A socket of a switch: one end of a wire, which may be pulled out and another plugged in, and the queue of what goes out there.</summary>
internal sealed class SwitchPort(int number, WireEnd wire, int capacity) : IDisposable
{
    private readonly Queue<FrameParts> _queue = new();
    private bool _isReaderArmed;
    private bool _isWriterArmed;

    /// <summary>Which of the network's sockets it is; more than 0.</summary>
    public int Number { get; } = number;

    public WireEnd Wire { get; private set; } = wire;

    /// <summary>Another wire; what was on the old one stays there.</summary>
    public void Plug(WireEnd wire)
    {
        Wire = wire;
        (_isReaderArmed, _isWriterArmed) = (false, false);
    }

    /// <summary>Takes a frame that is to go out here.</summary>
    /// <returns>False when the queue is full, and the frame remains the caller's.</returns>
    public bool TryEnqueue(FrameParts frame)
    {
        if (_queue.Count == capacity) return false;
        _queue.Enqueue(frame);
        return true;
    }

    /// <summary>Puts on the wire what has room there.</summary>
    public void Send()
    {
        var writer = Wire.Outgoing.Writer;
        while (_queue.TryPeek(out var frame) && writer.TryWrite(frame)) _queue.Dequeue();
        if (writer.IsAbandoned) Drop();
    }

    /// <summary>Asks to be rung for what could move the switch on here.</summary>
    /// <returns>False when something can already.</returns>
    public bool TryArm(Doorbell bell)
    {
        var (reader, writer) = (Wire.Incoming.Reader, Wire.Outgoing.Writer);
        if (!_isReaderArmed && !reader.IsEnded && !(_isReaderArmed = reader.TryArm(bell, Number))) return false;
        return _queue.Count == 0 || _isWriterArmed || (_isWriterArmed = writer.TryArm(bell, -Number));
    }

    /// <summary>What was asked for has rung.</summary>
    public void Rung(int key)
    {
        _isReaderArmed &= key != Number;
        _isWriterArmed &= key != -Number;
    }

    public void Dispose() => Drop();

    private void Drop()
    {
        while (_queue.TryDequeue(out var frame)) frame.Dispose();
    }
}
