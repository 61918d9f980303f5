using System.Buffers.Binary;

namespace Flow.Cli.Demo.Content;

/// <summary>Streams of bytes that are all different, and different at every position, for next to nothing.</summary>
/// <remarks>
/// All streams share one pseudo-random pattern. Each sees a window of its own on it, a block long, and repeats that window
/// for ever; the first bytes of each cell are a stamp that no other cell of any stream has. A cell is smaller than the
/// smallest segment a network of ours sends, so a segment that is lost, repeated, swapped or given to another stream shows.
/// </remarks>
internal sealed class GeneratedContent : IContent
{
    private const int BlockBytes = 128 << 10;
    private const int CellBytes = 512;
    private const int StampBytes = sizeof(ulong);

    // Odd, so that a stamp comes back only after 2^64 cells; and with ones all over, so that all bytes of stamps differ.
    private const ulong StampStep = 0x9E37_79B9_7F4A_7C15;

    private readonly byte[] _pattern = new byte[2 * BlockBytes];
    private readonly ulong _seed;

    public GeneratedContent(long length, ulong seed)
    {
        Length = length;
        _seed = seed;
        for (var at = 0; at < _pattern.Length; at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(_pattern.AsSpan(at), Mix(seed + (ulong)at));
    }

    public long Length { get; }

    public IBlockSource Read(StreamId stream) => new Source(this, KeyOf(stream));

    public int FindDifference(StreamId stream, long position, ReadOnlySpan<byte> received)
    {
        var key = KeyOf(stream);
        var window = WindowOf(key);
        Span<byte> stamp = stackalloc byte[StampBytes];
        for (var checkedBytes = 0; checkedBytes < received.Length;)
        {
            var (cell, inCell) = Math.DivRem(position + checkedBytes, CellBytes);
            scoped ReadOnlySpan<byte> expected;
            if (inCell < StampBytes)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(stamp, StampOf(key, cell));
                expected = stamp[(int)inCell..];
            }
            else
            {
                expected = window.Slice((int)((position + checkedBytes) % BlockBytes), (int)(CellBytes - inCell));
            }
            var rest = received[checkedBytes..];
            if (rest.Length < expected.Length) expected = expected[..rest.Length];
            var same = expected.CommonPrefixLength(rest);
            checkedBytes += same;
            if (same < expected.Length) return checkedBytes;
        }
        return -1;
    }

    public void Dispose()
    {
    }

    private static ulong StampOf(ulong key, long cell) => key + (ulong)cell * StampStep;

    /// <summary>The finalizer of SplitMix64: near numbers become far ones.</summary>
    private static ulong Mix(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58_476D_1CE4_E5B9;
        number = (number ^ (number >> 27)) * 0x94D0_49BB_1331_11EB;
        return number ^ (number >> 31);
    }

    private ulong KeyOf(StreamId stream) => Mix(Mix(_seed) + (ulong)stream.Connection * 2 + (stream.FromA ? 1UL : 2UL));

    private ReadOnlySpan<byte> WindowOf(ulong key) => _pattern.AsSpan((int)(key % BlockBytes), BlockBytes);

    /// <summary>Keeps one block and renews only its stamps.</summary>
    private sealed class Source(GeneratedContent content, ulong key) : IBlockSource
    {
        private readonly byte[] _block = content.WindowOf(key).ToArray();
        private long _position;

        public ReadOnlySpan<byte> Next()
        {
            var count = (int)Math.Min(BlockBytes, content.Length - _position);
            var stamp = StampOf(key, _position / CellBytes);
            for (var at = 0; at < count; at += CellBytes, stamp += StampStep)
                BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(at), stamp);
            _position += count;
            return _block.AsSpan(0, count);
        }
    }
}
