using System.Threading.Channels;

namespace Flow;

/// <summary>Starts pipelines that are sources, sinks, or both.</summary>
public static class Running
{
    /// <summary>Starts a pipeline that has its source and its sink.</summary>
    public static PipelineRun Run(this Pipeline<Nothing, Nothing> pipeline, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline.Run(new SourceInput(), new SinkOutput(), options);
    }

    /// <summary>Starts a source; the run completes <paramref name="output"/> when it has ended.</summary>
    public static PipelineRun Run<T>(this Pipeline<Nothing, T> source, ChannelWriter<T> output, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Run(new SourceInput(), output, options);
    }

    /// <summary>Starts a sink; the run abandons <paramref name="input"/>, if it is a hop's, when it has ended.</summary>
    public static PipelineRun Run<T>(this Pipeline<T, Nothing> sink, ChannelReader<T> input, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink.Run(input, new SinkOutput(), options);
    }

    /// <summary>Starts a pipeline on a sequence, whose stage is called <c>source</c>, or <c>source 2</c> and so on where that name is taken.</summary>
    public static PipelineRun Run<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, Pipeline<TOut, Nothing> sink, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        return pipeline.Run(Source.From(NameOfSource(pipeline, sink), source), sink, options);
    }

    /// <inheritdoc cref="Run{TIn, TOut}(Pipeline{TIn, TOut}, IAsyncEnumerable{TIn}, Pipeline{TOut, Nothing}, RunOptions?)"/>
    public static PipelineRun Run<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, IEnumerable<TIn> source, Pipeline<TOut, Nothing> sink, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        return pipeline.Run(Source.From(NameOfSource(pipeline, sink), source), sink, options);
    }

    private static string NameOfSource<TIn, TOut>(Pipeline<TIn, TOut> pipeline, Pipeline<TOut, Nothing> sink) =>
        StageName.Free("source", [.. pipeline.Names, .. sink.Names]);
}
