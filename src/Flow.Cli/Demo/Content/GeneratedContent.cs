using System.Buffers.Binary;

namespace Flow.Cli.Demo.Content;

/// <summary>Streams of bytes that are all different, and different at every position, for next to nothing.</summary>
/// <remarks>
/// A stream repeats a short pseudo-random pattern of its own; the first bytes of each cell of it are a stamp that no other cell
/// has. A cell is smaller than the smallest segment a network of ours sends, so a segment that is lost, repeated, swapped or
/// given to another stream shows.
/// </remarks>
internal sealed class GeneratedContent(long length, ulong seed) : IContent
{
    private const int PatternBytes = 16 << 10;
    private const int CellBytes = 512;

    // Odd, so that a stamp comes back only after 2^64 cells; and with ones all over, so that all bytes of a stamp change.
    private const ulong StampStep = 0x9E37_79B9_7F4A_7C15;

    public long Length => length;

    public IBlockSource Read(StreamId stream, int blockBytes)
    {
        var name = ((ulong)stream.Connection << 1) | (stream.FromA ? 1UL : 0);
        return new Source(length, Mix(Mix(seed) + name), blockBytes);
    }

    public void Dispose()
    {
    }

    /// <summary>The finalizer of SplitMix64: near numbers become far ones.</summary>
    private static ulong Mix(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58_476D_1CE4_E5B9;
        number = (number ^ (number >> 27)) * 0x94D0_49BB_1331_11EB;
        return number ^ (number >> 31);
    }

    /// <summary>Keeps one block full of patterns and renews only the stamps.</summary>
    private sealed class Source : IBlockSource
    {
        private readonly byte[] _block;
        private long _left;
        private ulong _stamp;

        public Source(long length, ulong key, int blockBytes)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(blockBytes % PatternBytes, 0);
            _block = new byte[blockBytes];
            _left = length;
            _stamp = key;
            for (var at = 0; at < PatternBytes; at += sizeof(ulong))
                BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(at), Mix(key + (ulong)at));
            for (var at = PatternBytes; at < blockBytes; at += PatternBytes)
                _block.AsSpan(0, PatternBytes).CopyTo(_block.AsSpan(at));
        }

        public ReadOnlyMemory<byte> Next()
        {
            var count = (int)Math.Min(_block.Length, _left);
            for (var at = 0; at < count; at += CellBytes, _stamp += StampStep)
                BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(at), _stamp);
            _left -= count;
            return _block.AsMemory(0, count);
        }
    }
}
