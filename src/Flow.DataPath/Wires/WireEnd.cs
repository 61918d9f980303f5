namespace Flow.DataPath;

/// <summary>One host's end of a wire: where frames come from and go to.</summary>
/// <param name="Incoming">What arrives; <c>put</c> reads it.</param>
/// <param name="Outgoing">What is sent; <c>tx</c> writes it.</param>
public sealed record WireEnd(Hop<FrameParts> Incoming, Hop<FrameParts> Outgoing);
