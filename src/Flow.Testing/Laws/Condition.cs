namespace Flow.Testing;

/// <summary>What a subject must declare for a law to be one of its laws.</summary>
/// <param name="Text">In words that follow "a law of".</param>
/// <param name="Holds">Whether it does.</param>
internal sealed record Condition<TSubject>(string Text, Func<TSubject, bool> Holds)
{
    /// <summary>A law of everything.</summary>
    public static Condition<TSubject> None { get; } = new("everything", static _ => true);
}
