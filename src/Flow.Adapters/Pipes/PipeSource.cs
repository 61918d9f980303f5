using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>Makes sources of the pipes of System.IO.Pipelines.</summary>
public static class PipeSource
{
    extension(Source)
    {
        /// <summary>A source of the bytes of a pipe, in blocks that are copies: the pipe has its memory back at once.</summary>
        /// <param name="name">The stage's name.</param>
        /// <param name="reader">
        /// What is read. It is completed when the source ends, so that the pipe's writer learns it: with the fault that ended what comes after
        /// the source, with an <see cref="OperationCanceledException"/> when the run was stopped, and without an error when nobody wants
        /// more.
        /// </param>
        /// <param name="blockSize">The most bytes a block has. Whoever takes a block disposes it.</param>
        /// <remarks>
        /// When the run is drained, or <see cref="PipeReader.CancelPendingRead"/> is called, the source ends, what has not been taken stays in
        /// the pipe, and the reader is not completed.
        /// </remarks>
        public static Pipeline<Nothing, IMemoryOwner<byte>> From(string name, PipeReader reader, int blockSize = 16 * 1024)
        {
            ArgumentNullException.ThrowIfNull(reader);
            ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
            return Pipeline.Of<Nothing>().Then(name, new PipeSourceStage(reader, blockSize));
        }
    }
}

internal sealed class PipeSourceStage(PipeReader reader, int blockSize) : IStage<Nothing, IMemoryOwner<byte>>
{
    public async ValueTask RunAsync(
        ChannelReader<Nothing> input, ChannelWriter<IMemoryOwner<byte>> output, CancellationToken cancellationToken)
    {
        await using var end = new SourceEnd(input, cancellationToken);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(end.Token);
                if (result.IsCanceled)
                {
                    reader.AdvanceTo(result.Buffer.Start);
                    return;
                }

                if (result.Buffer.IsEmpty)
                {
                    if (result.IsCompleted) break;
                    reader.AdvanceTo(result.Buffer.End);
                    continue;
                }

                if (!await output.PutAsync(Take(result.Buffer), cancellationToken)) break;
                if (end.IsDrained) return;
            }

            await reader.CompleteAsync(Abandonment(output));
        }
        catch (OperationCanceledException) when (end.IsDrained)
        {
            // What has not been taken stays in the pipe.
        }
        catch (OperationCanceledException) when (output is HopWriter<IMemoryOwner<byte>> { IsAbandoned: true })
        {
            // The token is cancelled too when nobody reads any more, whatever the reason.
            await reader.CompleteAsync(Abandonment(output));
            throw;
        }
        catch (Exception error)
        {
            await reader.CompleteAsync(error);
            throw;
        }
    }

    private static Exception? Abandonment(ChannelWriter<IMemoryOwner<byte>> output) => (output as HopWriter<IMemoryOwner<byte>>)?.Abandonment;

    // Examined is no more than what was taken, so that the next read answers at once where there is more.
    private IMemoryOwner<byte> Take(in ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.Slice(0, Math.Min(buffer.Length, blockSize));
        var block = OwnedBytes.CopyOf(bytes);
        reader.AdvanceTo(bytes.End);
        return block;
    }
}
