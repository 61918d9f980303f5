namespace Flow.Testing;

/// <summary>Holds pipelines to the laws.</summary>
public static class PipelineLaws
{
    /// <summary>Holds a pipeline to all the laws that apply to it: simulated, in 100 cases, and in some on threads.</summary>
    /// <param name="pipeline">The pipeline, and what it declares.</param>
    /// <returns>Which laws held, and which do not apply, and why.</returns>
    /// <exception cref="LawBrokenException">One does not hold; the message has its sentence, the smallest case, and what replays it.</exception>
    public static LawReport Hold<TIn, TOut>(PipelineSubject<TIn, TOut> pipeline)
        where TIn : notnull
        where TOut : notnull => Hold(pipeline, null, LawSuite.Samples);

    /// <summary>Holds a pipeline to all the laws that apply to it.</summary>
    /// <param name="pipeline">The pipeline, and what it declares.</param>
    /// <param name="execution">How each case runs; none for simulated, and some of the cases again on threads.</param>
    /// <param name="samples">How many cases.</param>
    /// <inheritdoc cref="Hold{TIn, TOut}(PipelineSubject{TIn, TOut})"/>
    public static LawReport Hold<TIn, TOut>(PipelineSubject<TIn, TOut> pipeline, Execution? execution, int samples)
        where TIn : notnull
        where TOut : notnull => LawSuite.Hold(PipelineLaws<TIn, TOut>.All, pipeline, execution, samples);

    /// <summary>Holds a pipeline to all the laws that apply to it, in whole runs and as a stage.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="item">Makes the item of a number.</param>
    /// <param name="model">What a list of items becomes, in order.</param>
    /// <param name="capabilities">What it declares.</param>
    /// <inheritdoc cref="Hold{TIn, TOut}(PipelineSubject{TIn, TOut})"/>
    public static LawReport Hold<TIn, TOut>(
        Pipeline<TIn, TOut> pipeline, Func<int, TIn> item, Func<IReadOnlyList<TIn>, IEnumerable<TOut>> model, Capabilities capabilities)
        where TIn : notnull
        where TOut : notnull
    {
        var inRuns = Hold(new PipelineSubject<TIn, TOut>(
            "the pipeline", (source, _) => source.Then("pipeline", pipeline), item, items => [.. model(items)])
        { Capabilities = capabilities });
        // How much is in the hops inside it nobody has said.
        var asStage = StageLaws.Hold(new StageSubject<TIn, TOut>("the pipeline", () => pipeline, item, items => [.. model(items)])
        {
            Capabilities = capabilities & ~Capabilities.OneToOne,
        });
        return new LawReport("the pipeline", [.. inRuns.Entries, .. asStage.Entries]);
    }
}
