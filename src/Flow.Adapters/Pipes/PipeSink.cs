using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>Makes sinks of the pipes of System.IO.Pipelines.</summary>
public static class PipeSink
{
    extension(Sink)
    {
        /// <summary>
        /// A sink that writes each block to a pipe, disposes it, and waits while the pipe is past its threshold. At the end it completes the
        /// pipe: with the error, if its input ended with one. When the pipe's reader has completed, the sink ends, and what comes before it is told.
        /// A block that cannot be written is the fault policy's.
        /// </summary>
        public static Pipeline<IMemoryOwner<byte>, Nothing> To(string name, PipeWriter writer, HopOptions<IMemoryOwner<byte>>? hop = null)
        {
            ArgumentNullException.ThrowIfNull(writer);
            return Pipeline.Of<IMemoryOwner<byte>>().Then(name, new PipeSinkStage(writer), hop);
        }
    }
}

internal sealed class PipeSinkStage(PipeWriter writer) : IStage<IMemoryOwner<byte>, Nothing>
{
    public async ValueTask RunAsync(
        ChannelReader<IMemoryOwner<byte>> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.WaitToReadAsync(cancellationToken) && await TryWriteAllAsync(input, cancellationToken))
            {
                // As long as the one has blocks and the other takes them.
            }

            await writer.CompleteAsync();
        }
        catch (Exception error)
        {
            await writer.CompleteAsync(error);
            throw;
        }
    }

    private async ValueTask<bool> TryWriteAllAsync(ChannelReader<IMemoryOwner<byte>> input, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && input.TryRead(out var block))
        {
            if (!await TryWriteAsync(block, cancellationToken)) return false;
        }

        return true;
    }

    private async ValueTask<bool> TryWriteAsync(IMemoryOwner<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            var result = await writer.WriteAsync(block.Memory, cancellationToken);
            // Somebody has ended the wait, and not what was waited for.
            while (result is { IsCanceled: true, IsCompleted: false }) result = await writer.FlushAsync(cancellationToken);
            block.Dispose();
            return !result.IsCompleted;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            block.Dispose();
            throw;
        }
    }
}
