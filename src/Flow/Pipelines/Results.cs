namespace Flow;

/// <summary>Runs sources to their end, for what comes of all their items.</summary>
public static class Results
{
    /// <summary>
    /// Runs a source, behind which stands a sink called <c>collect</c>, or <c>collect 2</c> and so on where that name is taken, and gives its items, in order.
    /// </summary>
    /// <exception cref="StageFaultException">A stage faulted.</exception>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public static async Task<List<T>> ToListAsync<T>(this Pipeline<Nothing, T> source, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var items = new List<T>();
        await using var run = source.Then(Sink.Collect(StageName.Free("collect", source.Names), items)).Run(options);
        await run.Completion;
        return items;
    }

    /// <summary>
    /// Runs a source, behind which stands a sink called <c>aggregate</c>, or <c>aggregate 2</c> and so on, and gives the fold of its items, in order.
    /// </summary>
    /// <inheritdoc cref="ToListAsync{T}(Pipeline{Nothing, T}, RunOptions?)"/>
    public static async Task<TState> AggregateAsync<T, TState>(
        this Pipeline<Nothing, T> source, TState seed, Func<TState, T, TState> fold, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(fold);
        var state = seed;
        await using var run = source.Then(Sink.ForEach<T>(StageName.Free("aggregate", source.Names), item => state = fold(state, item))).Run(options);
        await run.Completion;
        return state;
    }
}
