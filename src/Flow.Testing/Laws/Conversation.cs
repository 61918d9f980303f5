using System.Runtime.ExceptionServices;

namespace Flow.Testing;

/// <summary>What is done in one case, and what came of it: laws judge it when it is over, or cannot go on.</summary>
internal abstract class Conversation
{
    /// <summary>What it ended with instead of its end.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether it has no end: nothing could move any more, or something moves for ever.</summary>
    public bool IsStuck => Failure is TimeoutException or SimulationException { End: SimulationEnd.Deadlock or SimulationEnd.Livelock };

    /// <summary>Goes through the case. Called on the scheduler that it is to stay on.</summary>
    public abstract Task HoldAsync();

    public void ThrowFailure()
    {
        if (Failure is not null) ExceptionDispatchInfo.Throw(Failure);
    }
}
