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
        /// by bytes, weigh blocks by the length of their memory: a block takes at most about twice that, also where little is read at a time.
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
        RentedBlock? room = null;
        try
        {
            while (!end.Token.IsCancellationRequested)
            {
                room ??= new RentedBlock(blockSize);
                var count = await stream.ReadAsync(room.Memory, end.Token);
                if (count == 0 || !await output.PutAsync(Take(ref room, count), cancellationToken)) return;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (end.IsDrained)
        {
            // What has not been read stays in the stream.
        }
        finally
        {
            room?.Dispose();
        }
    }

    // What was read: in the room itself where it fills most of that, and else in a block of its size, since a hop that is bounded by bytes
    // counts no others.
    private static IMemoryOwner<byte> Take(ref RentedBlock? room, int count)
    {
        if (count < room!.Capacity / 2) return OwnedBytes.CopyOf(room.Memory.Span[..count]);
        var block = room;
        room = null;
        block.Shorten(count);
        return block;
    }
}
