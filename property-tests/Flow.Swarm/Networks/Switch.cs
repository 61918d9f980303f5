using Flow.DataPath;
using Flow.TcpIp;

namespace Flow.Swarm.Networks;

/// <summary>
/// Joins wires: each frame goes where its destination was last heard from, or everywhere else as long as that is not known. A hub never learns. What
/// finds a wire full is dropped, as by a switch whose queue is full.
/// </summary>
/// <param name="learns">Whether it is a switch, and no hub.</param>
/// <param name="pool">Where the copies come from of a frame that goes to many.</param>
/// <param name="watch">Shown each frame with the number of the socket it comes in at, and with the negative one of each it goes out at.</param>
/// <param name="time">The clock.</param>
internal sealed class Switch(bool learns, BufferPool pool, Action<int, FrameParts> watch, TimeProvider time)
{
    private readonly List<SwitchPort> _ports = [];
    private readonly Dictionary<MacAddress, SwitchPort> _heardAt = [];
    private readonly Doorbell _bell = new(time);

    /// <summary>Adds a socket with a wire in it.</summary>
    public SwitchPort AddPort(int number, WireEnd wire)
    {
        var port = new SwitchPort(number, wire);
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
        while (true)
        {
            while (_bell.TryTake(out var number))
            {
                if (_ports.Find(port => port.Number == number) is { } rung) rung.IsArmed = false;
            }

            var isIdle = true;
            foreach (var port in _ports)
            {
                var reader = port.Wire.Incoming.Reader;
                while (reader.TryRead(out var frame))
                {
                    isIdle = false;
                    Forward(port, frame);
                }

                if (!port.IsArmed && !reader.IsEnded) isIdle &= port.IsArmed = reader.TryArm(_bell, port.Number);
            }

            if (isIdle) await _bell.WaitAsync(cancellationToken);
        }
    }

    private void Forward(SwitchPort from, FrameParts frame)
    {
        watch(from.Number, frame);
        if (learns) _heardAt[frame.Source] = from;
        if (_heardAt.TryGetValue(frame.Destination, out var to))
        {
            if (to == from) frame.Dispose();
            else Send(to, frame);
            return;
        }

        foreach (var port in _ports)
        {
            if (port != from) Send(port, frame.Copy(pool));
        }

        frame.Dispose();
    }

    private void Send(SwitchPort port, FrameParts frame)
    {
        if (port.Wire.Outgoing.Writer.Room == 0)
        {
            frame.Dispose();
            return;
        }

        watch(-port.Number, frame);
        if (!port.Wire.Outgoing.Writer.TryWrite(frame)) frame.Dispose();
    }
}
