namespace Flow;

/// <summary>
/// What a blueprint is laid out on, stage by stage in the order items pass them: an <see cref="Outline"/> to be looked at, or a
/// <see cref="Wiring"/> to be run.
/// </summary>
internal abstract class Plan
{
    public abstract Link<T> AddHop<T>(string name, string from, string to, HopOptions<T> options);

    /// <summary>
    /// Adds a body that holds branches together; with <paramref name="readsInTurn"/> it comes to an input when those before it have ended,
    /// which are drained when it fails before its turn.
    /// </summary>
    public abstract void AddBody(
        string path, Link[] inputs, Link[] outputs, Func<TimeProvider, CancellationToken, ValueTask> run, bool readsInTurn = false);

    public abstract void AddStage<TIn, TOut>(
        string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output);

    /// <summary>The input of a source that stands inside the blueprint, not at its head.</summary>
    public abstract Link<Nothing> AddSourceInput();

    /// <summary>The output of a sink that stands inside the blueprint, not at its end.</summary>
    public abstract Link<Nothing> AddSinkOutput();
}
