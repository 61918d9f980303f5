using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.TcpIp;

namespace Flow.Swarm.Networks;

/// <summary>
/// Joins wires: each frame goes where its destination was last heard from, or everywhere else as long as that is not known. A hub never learns. Each
/// socket has a queue, and what finds it full is dropped.
/// </summary>
/// <param name="draw">What it is.</param>
/// <param name="pool">Where the copies come from of a frame that goes to many.</param>
/// <param name="watch">Shown each frame with the number of the socket it comes in at, and with the negative one of each it goes out at.</param>
/// <param name="time">The clock.</param>
internal sealed class Switch(SwitchDraw draw, BufferPool pool, Action<int, FrameParts> watch, TimeProvider time)
{
    private readonly List<SwitchPort> _ports = [];
    private readonly Dictionary<MacAddress, SwitchPort> _heardAt = [];
    private readonly Doorbell _bell = new(time);

    /// <summary>Adds a socket with a wire in it.</summary>
    public SwitchPort AddPort(int number, WireEnd wire)
    {
        var port = new SwitchPort(number, wire, draw.QueueFrames);
        _ports.Add(port);
        _bell.Ring(0);
        return port;
    }

    /// <summary>Puts another wire into a socket.</summary>
    public void Plug(SwitchPort port, WireEnd wire)
    {
        port.Plug(wire);
        _bell.Ring(0);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                while (_bell.TryTake(out var key))
                {
                    foreach (var port in _ports) port.Rung(key);
                }

                foreach (var port in _ports)
                {
                    while (port.Wire.Incoming.Reader.TryRead(out var frame)) Forward(port, frame);
                }

                var isIdle = true;
                foreach (var port in _ports)
                {
                    port.Send();
                    isIdle &= port.TryArm(_bell);
                }

                if (isIdle) await _bell.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            foreach (var port in _ports) port.Dispose();
        }
    }

    private void Forward(SwitchPort from, FrameParts frame)
    {
        watch(from.Number, frame);
        if (draw.Learns) _heardAt[frame.Source] = from;
        if (_heardAt.TryGetValue(frame.Destination, out var to))
        {
            if (to == from) frame.Dispose();
            else Enqueue(to, frame);
            return;
        }

        foreach (var port in _ports)
        {
            if (port != from) Enqueue(port, frame.Copy(pool));
        }

        frame.Dispose();
    }

    private void Enqueue(SwitchPort port, FrameParts frame)
    {
        if (port.TryEnqueue(frame)) watch(-port.Number, frame);
        else frame.Dispose();
    }
}
