namespace Flow.Testing;

/// <summary>Each in its turn.</summary>
internal sealed class RoundRobinPolicy : SchedulePolicy
{
    public override int Choose(int decision, int choices, bool isPreemption) => isPreemption ? 1 : 0;
}
