using System.Buffers;

namespace Flow.Adapters;

/// <summary>
/// Blocks of bytes that have one owner, who disposes them: what the sources of streams and pipes give, and their sinks take. Their
/// memory is rented from the shared pool.
/// </summary>
public static class OwnedBytes
{
    /// <summary>A block with a copy of <paramref name="bytes"/>.</summary>
    public static IMemoryOwner<byte> CopyOf(ReadOnlySpan<byte> bytes)
    {
        var block = new RentedBlock(bytes.Length);
        bytes.CopyTo(block.Memory.Span);
        return block;
    }

    /// <inheritdoc cref="CopyOf(ReadOnlySpan{byte})"/>
    public static IMemoryOwner<byte> CopyOf(in ReadOnlySequence<byte> bytes)
    {
        var block = new RentedBlock(checked((int)bytes.Length));
        bytes.CopyTo(block.Memory.Span);
        return block;
    }
}

internal sealed class RentedBlock(int length) : IMemoryOwner<byte>
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(length);
    private int _length = length;

    /// <summary>How many bytes it takes from the pool.</summary>
    public int Capacity => _array?.Length ?? 0;

    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_array is null, this);
            return _array.AsMemory(0, _length);
        }
    }

    /// <summary>Leaves only the first <paramref name="length"/> bytes.</summary>
    public void Shorten(int length) => _length = length;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array) ArrayPool<byte>.Shared.Return(array);
    }
}
