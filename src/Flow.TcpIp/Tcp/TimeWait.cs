namespace Flow.TcpIp;

/// <summary>What remains of a connection in TIME-WAIT: enough to acknowledge a FIN again and to judge a new SYN.</summary>
internal sealed class TimeWait : ITimerOwner
{
    private readonly TcpLayer _layer;

    public TimeWait(TcpLayer layer, ConnectionKey key, SequenceNumber sendNext, SequenceNumber receiveNext, TimeSpan duration)
    {
        (_layer, Key, SendNext, ReceiveNext, Duration) = (layer, key, sendNext, receiveNext, duration);
        Timer = new Timer(this);
    }

    public ConnectionKey Key { get; }

    /// <summary>SND.NXT.</summary>
    public SequenceNumber SendNext { get; }

    /// <summary>RCV.NXT.</summary>
    public SequenceNumber ReceiveNext { get; }

    public TimeSpan Duration { get; }

    public Timer Timer { get; }

    public void TimerElapsed(TimeSpan now) => _layer.Forget(this);
}
