using System.Buffers;

namespace Flow.Adapters;

/// <summary>Makes sinks of streams.</summary>
public static class StreamSink
{
    extension(Sink)
    {
        /// <summary>
        /// A sink that writes each block to a stream, and disposes it. It flushes when nothing more is there to write, and leaves the
        /// stream open.
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
                        using (block) await stream.WriteAsync(block.Memory, cancellationToken);
                    }

                    await stream.FlushAsync(cancellationToken);
                }
            }, hop);
        }
    }
}
