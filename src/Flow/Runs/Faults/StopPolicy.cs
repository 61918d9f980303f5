namespace Flow;

internal sealed class StopPolicy : FaultPolicy
{
    private protected override void Check<T>(string stage)
    {
        // Every stage may end the run.
    }

    internal override StageFaults<T>? Begin<T>(string stage, Link<T> input, TimeProvider timeProvider) => null;
}
