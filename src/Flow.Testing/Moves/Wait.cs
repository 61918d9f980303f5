namespace Flow.Testing;

/// <summary>A wait that a side is in.</summary>
/// <param name="Token">What may cancel it.</param>
internal readonly record struct Wait(CancellationToken Token);
