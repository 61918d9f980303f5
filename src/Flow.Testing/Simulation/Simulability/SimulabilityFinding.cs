namespace Flow.Testing;

/// <summary>A call that a simulation cannot see or decide.</summary>
/// <param name="Method">Where it is made.</param>
/// <param name="Member">What is called.</param>
/// <param name="Reason">Why it cannot be simulated, and what to do instead.</param>
public sealed record SimulabilityFinding(string Method, string Member, string Reason)
{
    /// <summary>The finding as one sentence.</summary>
    public override string ToString() => $"{Method} calls {Member}, which {Reason}.";
}
