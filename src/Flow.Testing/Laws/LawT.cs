using FsCheck;

namespace Flow.Testing;

/// <summary>A law that a subject is held to in cases.</summary>
/// <typeparam name="TSubject">What is held to it.</typeparam>
/// <typeparam name="TCase">What varies: a record, whose properties can be written as JSON.</typeparam>
public sealed class Law<TSubject, TCase> : Law
{
    private readonly Condition<TSubject> _condition;
    private readonly Action<Conversation> _judge;

    /// <summary>A law of one's own.</summary>
    /// <param name="name">One word.</param>
    /// <param name="sentence">What holds, always.</param>
    /// <param name="checkAsync">
    /// Throws when it does not hold for a subject in a case. What it starts, it starts on <see cref="TaskScheduler.Current"/>.
    /// </param>
    public Law(string name, string sentence, Func<TSubject, TCase, Task> checkAsync)
        : this(
            name,
            sentence,
            Condition<TSubject>.None,
            new Experiment<TSubject, TCase>((subject, example, _) => new Check(() => checkAsync(subject, example))),
            static check => check.ThrowFailure())
    {
    }

    internal Law(
        string name, string sentence, Condition<TSubject> condition, Experiment<TSubject, TCase> experiment, Action<Conversation> judge)
        : base(name, sentence, condition.Text)
    {
        _condition = condition;
        _judge = judge;
        Experiment = experiment;
    }

    internal Experiment<TSubject, TCase> Experiment { get; }

    /// <summary>Why it is not a law of <paramref name="subject"/>; none where it is.</summary>
    public string? SkippedFor(TSubject subject) => _condition.Holds(subject) ? null : $"it is a law of {AppliesTo}";

    /// <summary>
    /// Holds <paramref name="subject"/> to the law, if it applies: simulated, in 100 of the cases made for it, and in some on threads.
    /// </summary>
    /// <param name="subject">What is held to it.</param>
    /// <exception cref="LawBrokenException">It does not hold; the message has the sentence, the smallest case, and what replays it.</exception>
    public LawReport Hold(TSubject subject) => Hold(subject, null, LawSuite.Samples);

    /// <summary>Holds <paramref name="subject"/> to the law, if it applies, in cases made for it.</summary>
    /// <param name="subject">What is held to it.</param>
    /// <param name="execution">How each case runs; none for simulated, and some of the cases again on threads.</param>
    /// <param name="samples">How many cases.</param>
    /// <inheritdoc cref="Hold(TSubject)"/>
    public LawReport Hold(TSubject subject, Execution? execution, int samples) => LawSuite.Hold([this], subject, execution, samples);

    /// <summary>Holds <paramref name="subject"/> to the law, if it applies, in cases of one's own.</summary>
    /// <param name="subject">What is held to it.</param>
    /// <param name="cases">Generates and shrinks the cases.</param>
    /// <param name="execution">How each case runs; none for simulated, and some of the cases again on threads.</param>
    /// <param name="samples">How many cases.</param>
    /// <inheritdoc cref="Hold(TSubject)"/>
    public LawReport Hold(TSubject subject, Arbitrary<TCase> cases, Execution? execution = null, int samples = LawSuite.Samples) =>
        LawSuite.Hold([this], subject, execution, samples, cases);

    /// <summary>Holds <paramref name="subject"/> to the law in one case.</summary>
    /// <exception cref="LawBrokenException">It does not hold.</exception>
    public void HoldIn(TSubject subject, TCase example, Scheduling? scheduling = null, Execution? execution = null) =>
        new LawSearch<TSubject, TCase>([this], subject, null, execution ?? Execution.Simulated)
            .HoldIn(new Drawn<TCase>(example, scheduling ?? Scheduling.Plain));

    /// <summary>Runs the case again that a failure has printed, with its schedule.</summary>
    /// <param name="subject">What broke the law.</param>
    /// <param name="replay">What follows <c>FLOW_REPLAY=</c> in the failure, without the quotes.</param>
    /// <exception cref="LawBrokenException">It still does.</exception>
    public void Replay(TSubject subject, string replay)
    {
        var line = ReplayLine.Parse(replay);
        HoldIn(subject, CaseText.Parse<TCase>(line.Case), line.Scheduling);
    }

    internal void Judge(Conversation conversation) => _judge(conversation);

    private sealed class Check(Func<Task> checkAsync) : Conversation
    {
        public override Task HoldAsync() => checkAsync();
    }
}
