namespace Flow.TcpIp;

/// <summary>
/// Rents blocks of bytes in two sizes, one for frames of ordinary size and one for super-frames, and counts them, so that a
/// test can tell that every one came back exactly once.
/// </summary>
/// <remarks>Thread-safe: a block may be rented on one thread and released on another.</remarks>
public sealed class BufferPool
{
    /// <summary>Bytes in a small block: an Ethernet frame of 1,500 bytes of payload, with headroom.</summary>
    public const int SmallBlockBytes = 2048;

    /// <summary>Bytes in a large block: the largest IP packet, with headroom.</summary>
    public const int LargeBlockBytes = 65_536 + 512;

    // The block that came back last goes out first: its bytes are the likeliest to be in a cache.
    private readonly Stack<PooledBuffer> _small = new();
    private readonly Stack<PooledBuffer> _large = new();
    private long _rented;
    private long _returned;
    private long _rentedBytes;

    /// <summary>Blocks rented so far.</summary>
    public long Rented => Volatile.Read(ref _rented);

    /// <summary>Blocks rented and not yet returned.</summary>
    public long Outstanding => Volatile.Read(ref _rented) - Volatile.Read(ref _returned);

    /// <summary>Bytes of the blocks rented and not yet returned.</summary>
    public long OutstandingBytes => Volatile.Read(ref _rentedBytes);

    /// <summary>Rents a block of at least <paramref name="minimumBytes"/>, with one reference, the caller's. Its content is arbitrary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="LargeBlockBytes"/> were asked for.</exception>
    public PooledBuffer Rent(int minimumBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumBytes, LargeBlockBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(minimumBytes);
        var (blocks, size) = minimumBytes <= SmallBlockBytes ? (_small, SmallBlockBytes) : (_large, LargeBlockBytes);
        PooledBuffer? buffer;
        lock (blocks) blocks.TryPop(out buffer);
        buffer ??= new PooledBuffer(this, size);
        Interlocked.Increment(ref _rented);
        Interlocked.Add(ref _rentedBytes, size);
        buffer.Renew();
        return buffer;
    }

    internal void Return(PooledBuffer buffer)
    {
        Interlocked.Increment(ref _returned);
        Interlocked.Add(ref _rentedBytes, -buffer.Array.Length);
        var blocks = buffer.Array.Length == SmallBlockBytes ? _small : _large;
        lock (blocks) blocks.Push(buffer);
    }
}
