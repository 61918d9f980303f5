using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>A law: a name, a sentence, and a check of one case.</summary>
/// <typeparam name="TSubject">What is held to it.</typeparam>
/// <typeparam name="TCase">What varies.</typeparam>
/// <param name="Name">One word.</param>
/// <param name="Sentence">What holds, always.</param>
/// <param name="CheckAsync">Throws when it does not hold for a subject in a case.</param>
public sealed record Law<TSubject, TCase>(string Name, string Sentence, Func<TSubject, TCase, Task> CheckAsync)
    where TCase : ILawCase
{
    /// <summary>Holds <paramref name="subject"/> to the law in one case.</summary>
    /// <exception cref="LawBrokenException">The law does not hold.</exception>
    public void Hold(TSubject subject, TCase example, Execution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        try
        {
            execution(example.Seed, () => CheckAsync(subject, example));
        }
        catch (Exception cause)
        {
            throw new LawBrokenException($"{Name}: \"{Sentence}\" does not hold for {subject} in {example}: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// Holds <paramref name="subject"/> to the law in many random cases, and shrinks one that breaks it.
    /// </summary>
    /// <param name="subject">What is held to the law.</param>
    /// <param name="cases">Generates and shrinks cases.</param>
    /// <param name="execution">How each case runs.</param>
    /// <param name="samples">How many cases.</param>
    /// <param name="replay">
    /// What the message of a failure says replays it: <c>seed,gamma,size</c>. By default the environment's <c>FLOW_REPLAY</c>, else new cases.
    /// </param>
    /// <exception cref="LawBrokenException">The law does not hold; the message has the sentence, the shrunk case, and what replays it.</exception>
    public void Hold(TSubject subject, Arbitrary<TCase> cases, Execution execution, int samples = 100, string? replay = null)
    {
        var runner = new LawRunner();
        var config = Config.Quick.WithMaxTest(samples).WithRunner(runner);
        replay ??= Environment.GetEnvironmentVariable("FLOW_REPLAY");
        if (replay is not null) config = config.WithReplay(LawRunner.Parse(replay));
        Check.One(config, Prop.ForAll(cases, (Action<TCase>)(example => Hold(subject, example, execution))));
        if (runner.Failure is { } failure) throw new LawBrokenException(failure.Message, failure.Cause);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
