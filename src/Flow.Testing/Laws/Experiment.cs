using FsCheck;

namespace Flow.Testing;

/// <summary>What is done in a case, for laws to judge: those that share it judge the same conversation.</summary>
/// <param name="Begin">Makes the conversation of a subject in a case.</param>
internal sealed record Experiment<TSubject, TCase>(Func<TSubject, TCase, Trial, Conversation> Begin)
{
    /// <summary>The cases for a subject, where none are given.</summary>
    public Func<TSubject, Arbitrary<TCase>>? Cases { get; init; }

    /// <summary>How many of the cases, in percent, are interleaved inside the hops too.</summary>
    public int InsidePercent { get; init; }

    /// <summary>What part of the samples, in percent, is enough.</summary>
    public int SamplesPercent { get; init; } = 100;
}
