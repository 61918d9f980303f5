namespace Flow.Testing;

/// <summary>Makes subjects of pipelines that are only one end of a run.</summary>
public static class PipelineSubject
{
    /// <summary>A source, which is held to the laws of whole runs.</summary>
    /// <param name="name">What it is called in a failure.</param>
    /// <param name="create">Makes it, as <see cref="PipelineSubject{TIn, TOut}.CreateSource"/> says.</param>
    /// <param name="item">Makes the item of a number.</param>
    public static PipelineSubject<T, T> OfSource<T>(string name, Func<IEnumerable<T>, Pipeline<Nothing, T>> create, Func<int, T> item)
        where T : notnull => Passing(name, item) with { CreateSource = create };

    /// <summary>A sink, which is held to the laws of whole runs.</summary>
    /// <param name="name">What it is called in a failure.</param>
    /// <param name="create">Makes it, as <see cref="PipelineSubject{TIn, TOut}.CreateSink"/> says.</param>
    /// <param name="item">Makes the item of a number.</param>
    public static PipelineSubject<T, T> OfSink<T>(string name, Func<Action<T>, Probe, Pipeline<T, Nothing>> create, Func<int, T> item)
        where T : notnull => Passing(name, item) with { CreateSink = create };

    private static PipelineSubject<T, T> Passing<T>(string name, Func<int, T> item)
        where T : notnull => new(name, static (source, _) => source, item, static items => items);
}
