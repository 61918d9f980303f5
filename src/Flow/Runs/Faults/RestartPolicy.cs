namespace Flow;

internal sealed class RestartPolicy(Func<int, Exception, TimeSpan?> delay) : FaultPolicy
{
    private protected override void Check<T>(string stage)
    {
        // Every stage may start again.
    }

    internal override StageFaults<T> Begin<T>(string stage, Link<T> input, TimeProvider timeProvider) =>
        new RestartedFaults<T>(delay, input, timeProvider);
}
