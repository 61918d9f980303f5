namespace Flow.Soak.Runs;

/// <summary>A fault that was meant to be.</summary>
internal sealed class SoakFaultException(string stage) : Exception($"'{stage}' was to fault.");
