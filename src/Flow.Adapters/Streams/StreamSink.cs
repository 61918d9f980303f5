using System.Buffers;

namespace Flow.Adapters;

/// <summary>Makes sinks of streams.</summary>
public static class StreamSink
{
    extension(Sink)
    {
        /// <summary>
        /// A sink that writes each block to a stream, and disposes it. It flushes when nothing more is there to write, and leaves the
        /// stream open. A block that cannot be written is the fault policy's.
        /// </summary>
        public static Pipeline<IMemoryOwner<byte>, Nothing> To(string name, Stream stream, HopOptions<IMemoryOwner<byte>>? hop = null)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return Pipeline.Of<IMemoryOwner<byte>>().Then<Nothing>(name, async (input, _, cancellationToken) =>
            {
                while (await input.WaitToReadAsync(cancellationToken))
                {
                    while (!cancellationToken.IsCancellationRequested && input.TryRead(out var block))
                    {
                        await WriteAsync(stream, block, cancellationToken);
                    }

                    await stream.FlushAsync(cancellationToken);
                }
            }, hop);
        }
    }

    private static async ValueTask WriteAsync(Stream stream, IMemoryOwner<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(block.Memory, cancellationToken);
            block.Dispose();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            block.Dispose();
            throw;
        }
    }
}
