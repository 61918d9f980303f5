using System.Buffers;
using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>Makes sources of streams.</summary>
public static class StreamSource
{
    extension(Source)
    {
        /// <summary>A source of the bytes of a stream, from where it stands to its end, in blocks as they come.</summary>
        /// <param name="name">The stage's name.</param>
        /// <param name="stream">What is read, a block at a time; it is left open.</param>
        /// <param name="blockSize">The most bytes a block has. Whoever takes a block disposes it.</param>
        /// <remarks>
        /// When the run is drained or stopped the read under way is cancelled; a stream that ignores its token holds the run. To bound a hop
        /// by bytes, weigh blocks by the length of their memory.
        /// </remarks>
        public static Pipeline<Nothing, IMemoryOwner<byte>> From(string name, Stream stream, int blockSize = 16 * 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
            return Pipeline.Of<Nothing>().Then(name, new StreamSourceStage(stream, blockSize));
        }
    }
}

internal sealed class StreamSourceStage(Stream stream, int blockSize) : IStage<Nothing, IMemoryOwner<byte>>
{
    public async ValueTask RunAsync(
        ChannelReader<Nothing> input, ChannelWriter<IMemoryOwner<byte>> output, CancellationToken cancellationToken)
    {
        await using var end = new SourceEnd(input, cancellationToken);
        try
        {
            while (await ReadAsync(end.Token) is { } block)
            {
                if (!await output.PutAsync(block, cancellationToken) || end.IsDrained) return;
            }
        }
        catch (OperationCanceledException) when (end.IsDrained)
        {
            // What has not been read stays in the stream.
        }
    }

    private async ValueTask<IMemoryOwner<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = new RentedBlock(blockSize);
        var count = 0;
        try
        {
            count = await stream.ReadAsync(block.Memory, cancellationToken);
        }
        finally
        {
            if (count == 0) block.Dispose();
        }

        block.Shorten(count);
        return count == 0 ? null : block;
    }
}
