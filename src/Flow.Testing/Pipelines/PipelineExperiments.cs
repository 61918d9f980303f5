using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>What is done with pipelines for their laws to judge.</summary>
internal static class PipelineExperiments<TIn, TOut>
    where TIn : notnull
    where TOut : notnull
{
    /// <summary>It runs between a source and a sink.</summary>
    public static Experiment<PipelineSubject<TIn, TOut>, PipelineCase> Run { get; } =
        new(static (pipeline, example, trial) => new WholeRun<TIn, TOut>(pipeline, example, trial)) { Cases = static _ => PipelineCases.Any, InsidePercent = 5 };

    /// <summary>It runs twice at once.</summary>
    public static Experiment<PipelineSubject<TIn, TOut>, PipelineCase> Twice { get; } =
        new(static (pipeline, example, trial) =>
        {
            var whole = example with { Ending = PipelineEnding.Completed, Swaps = [] };
            // One blueprint, built once, behind the source of each run.
            return new TwoWholeRuns<TIn, TOut>(new WholeRun<TIn, TOut>(pipeline, whole, trial), new WholeRun<TIn, TOut>(Fused(pipeline), whole, trial));
        })
        { Cases = static _ => PipelineCases.Any, SamplesPercent = 25 };

    // All its stages in one body.
    private static PipelineSubject<TIn, TOut> Fused(PipelineSubject<TIn, TOut> pipeline) => pipeline with
    {
        Build = (source, probe) => source.Then("fused", new Body(reading => pipeline.Build(reading, probe))),
    };

    private sealed class Body(Func<Pipeline<Nothing, TIn>, Pipeline<Nothing, TOut>> build) : IStage<TIn, TOut>
    {
        public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
        {
            await using var run = build(Source.From("input", input)).Then(Sink.To("output", output)).Run(
                WholeRun<TIn, TOut>.Here with { CancellationToken = cancellationToken });
            await run.Completion;
        }
    }
}
