using System.Buffers;
using System.IO.Pipelines;

namespace Flow.Adapters;

/// <summary>Starts pipelines on connections.</summary>
public static class DuplexRunning
{
    /// <summary>
    /// Starts the pipeline between the two halves of a connection: what comes in through the stage <c>input</c> goes out, as the pipeline makes it,
    /// through the stage <c>output</c>. Both halves are completed at the end, also when the run is drained.
    /// </summary>
    public static PipelineRun Run(
        this Pipeline<IMemoryOwner<byte>, IMemoryOwner<byte>> pipeline, IDuplexPipe connection, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(connection);
        var run = pipeline.Run(Source.From("input", connection.Input), Sink.To("output", connection.Output), options);
        // A source that is drained leaves its pipe to whoever reads on; of a connection that is nobody.
        _ = run.Completion.ContinueWith(_ => connection.Input.Complete(), TaskScheduler.Default);
        return run;
    }
}
