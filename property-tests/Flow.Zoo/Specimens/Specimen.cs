namespace Flow.Zoo.Specimens;

/// <summary>A broken thing, which differs by one fault from the right one it is made from; or a right one.</summary>
/// <param name="Label">What it is called among all.</param>
/// <param name="Type">What is held to the laws.</param>
/// <param name="NamedBy">The law that names its fault; none for a right one.</param>
/// <param name="Trials">What it is held to.</param>
/// <param name="IsInside">Whether only a simulation that decides inside the hops too can see its fault.</param>
internal sealed record Specimen(string Label, Type Type, string? NamedBy, IReadOnlyList<Trial> Trials, bool IsInside = false)
{
    private readonly Lazy<IReadOnlyList<Verdict>> _verdicts = new(() => [.. Trials.SelectMany(trial => trial.Hold(NamedBy))]);

    /// <summary>Its name, which a hop and a stage may share.</summary>
    public string Name => Type.Name;

    /// <summary>The right one it is made from.</summary>
    public string Twin => Type.BaseType!.Name;

    /// <summary>What is wrong with it.</summary>
    public string Fault => Summary.Of(Type);

    /// <summary>Every law it breaks.</summary>
    public IReadOnlyList<Verdict> Verdicts => _verdicts.Value;

    /// <summary>What the law that names its fault found first; none where it survives.</summary>
    public Verdict? Named => Verdicts.FirstOrDefault(verdict => verdict.Law == NamedBy);

    /// <inheritdoc/>
    public override string ToString() => Label;
}
