namespace Flow.Adapters.Tests;

/// <summary>The context of a thread that waits, and runs nothing that is posted to it.</summary>
internal sealed class Blocked : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        // Its thread waits.
    }
}
