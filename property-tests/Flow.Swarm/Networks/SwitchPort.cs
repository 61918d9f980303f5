using Flow.DataPath;

namespace Flow.Swarm.Networks;

/// <summary>A socket of a switch for one end of a wire, which may be pulled out and another plugged in.</summary>
internal sealed class SwitchPort(int number, WireEnd wire)
{
    /// <summary>Which of the network's sockets it is.</summary>
    public int Number { get; } = number;

    public WireEnd Wire { get; private set; } = wire;

    public bool IsArmed { get; set; }

    /// <summary>Another wire; what was on the old one stays there.</summary>
    public void Plug(WireEnd wire)
    {
        Wire = wire;
        IsArmed = false;
    }
}
