namespace Flow;

/// <summary>
/// What a blueprint is laid out on, stage by stage in the order items pass them: an <see cref="Outline"/> to be looked at, or a
/// <see cref="Wiring"/> to be run.
/// </summary>
internal abstract class Plan
{
    public abstract Link<T> AddHop<T>(string name, string from, string to, HopOptions<T> options);

    public abstract void AddBody(
        string path, Link[] inputs, Link[] outputs, Func<TimeProvider, CancellationToken, ValueTask> run);

    /// <summary>The input of a source that stands inside the blueprint, not at its head.</summary>
    public abstract Link<Nothing> AddSourceInput();

    /// <summary>The output of a sink that stands inside the blueprint, not at its end.</summary>
    public abstract Link<Nothing> AddSinkOutput();

    public void AddStage<TIn, TOut>(string path, IStage<TIn, TOut> stage, Link<TIn> input, Link<TOut> output) =>
        AddBody(path, [input], [output], (timeProvider, cancellationToken) => stage is TimedStage<TIn, TOut> timed
            ? timed.RunAsync(input.Reader!, output.Writer!, timeProvider, cancellationToken)
            : stage.RunAsync(input.Reader!, output.Writer!, cancellationToken));
}
