namespace Flow.DataPath;

/// <summary>
/// Losses in bursts, by the model of Gilbert and Elliott: a wire is good or bad, and each frame may find that it has changed.
/// </summary>
/// <param name="Begins">How likely a frame finds that a good wire has turned bad.</param>
/// <param name="Ends">How likely a frame finds that a bad wire has turned good.</param>
/// <param name="Loss">How likely a frame is lost while the wire is bad.</param>
public sealed record BurstLoss(double Begins, double Ends, double Loss = 1);
