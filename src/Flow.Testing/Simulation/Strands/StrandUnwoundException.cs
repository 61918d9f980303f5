namespace Flow.Testing;

/// <summary>Takes an interrupted strand out of its call: its simulation has failed, and it must leave its thread.</summary>
internal sealed class StrandUnwoundException() : Exception("The simulation has failed; what was interrupted is given up.");
