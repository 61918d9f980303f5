namespace Flow.TcpIp;

/// <summary>What a <see cref="Timer"/> calls.</summary>
internal interface ITimerOwner
{
    void TimerElapsed(TimeSpan now);
}

/// <summary>One deadline of one owner, in a <see cref="TimerQueue"/>.</summary>
internal sealed class Timer(ITimerOwner owner)
{
    /// <summary>No deadline.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    public ITimerOwner Owner { get; } = owner;

    /// <summary>When the owner wants to be called.</summary>
    public TimeSpan DueAt { get; set; } = Never;

    /// <summary>Where the queue keeps it: at or before <see cref="DueAt"/>.</summary>
    public TimeSpan QueuedAt { get; set; }

    /// <summary>Its place in the heap, or -1.</summary>
    public int Index { get; set; } = -1;
}
