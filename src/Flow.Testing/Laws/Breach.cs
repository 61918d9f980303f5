namespace Flow.Testing;

/// <summary>A case in which a law was found broken.</summary>
/// <param name="Law">The law.</param>
/// <param name="Drawn">The case.</param>
/// <param name="Cause">What was found.</param>
/// <param name="Ran">How it ran.</param>
internal sealed record Breach<TSubject, TCase>(Law<TSubject, TCase> Law, Drawn<TCase> Drawn, Exception Cause, Ran Ran)
{
    /// <summary>What was decided, where something decides.</summary>
    public Schedule? Recorded { get; } = Ran.Simulation?.Schedule;

    /// <summary>Whether it took all the patience there is to find it: on threads nothing else tells a hang.</summary>
    public bool IsHang => Ran.Failure is TimeoutException;
}
