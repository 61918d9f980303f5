namespace Flow.Testing;

/// <summary>A decision that differs from the plain order.</summary>
/// <param name="Decision">Its number: decisions are counted from 0, where there was a choice.</param>
/// <param name="Choice">Which of those that could run went on; 0 is the plain order's.</param>
/// <param name="Of">How many could run; 0 where that is not known.</param>
public readonly record struct Deviation(int Decision, int Choice, int Of = 0);
