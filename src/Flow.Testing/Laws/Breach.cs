namespace Flow.Testing;

/// <summary>A case in which a law was found broken.</summary>
internal sealed record Breach<TSubject, TCase>(Law<TSubject, TCase> Law, Drawn<TCase> Drawn, Exception Cause, Schedule? Recorded);
