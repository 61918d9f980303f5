namespace Flow.TcpIp;

/// <summary>A block of bytes from a <see cref="BufferPool"/>, counted by reference: the last release returns it.</summary>
public sealed class PooledBuffer
{
    private readonly BufferPool _pool;
    private int _references;

    internal PooledBuffer(BufferPool pool, int bytes)
    {
        _pool = pool;
        // Pinned, so that it can be handed to the kernel without a pin a call.
        Array = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
    }

    /// <summary>The whole block.</summary>
    public byte[] Array { get; }

    /// <summary>
    /// Bytes at the front kept free for the headers of a packet whose payload lies right behind them; 0 when there are none, or no
    /// more. Whoever sends the payload first takes them, and makes a frame of it without a copy.
    /// </summary>
    public int Headroom { get; private set; }

    /// <summary>Keeps the first <paramref name="bytes"/> free for headers. The caller has not shared the block yet.</summary>
    public void ReserveHeadroom(int bytes) => Headroom = bytes;

    /// <summary>Adds a reference.</summary>
    /// <exception cref="InvalidOperationException">The block has gone back to its pool.</exception>
    public void Retain()
    {
        if (Interlocked.Increment(ref _references) <= 1)
            throw new InvalidOperationException("This buffer has been returned to its pool; it cannot be shared again.");
    }

    /// <summary>Gives one reference up; the last one returns the block.</summary>
    /// <exception cref="InvalidOperationException">The block has gone back already.</exception>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left < 0) throw new InvalidOperationException("This buffer was released more often than it was retained.");
        if (left == 0) _pool.Return(this);
    }

    /// <summary>Takes the headroom, for headers of what lies at <paramref name="offset"/>; there is one taker.</summary>
    internal bool TryTakeHeadroom(int offset)
    {
        if (Headroom == 0 || Headroom != offset) return false;
        Headroom = 0;
        return true;
    }

    internal void Renew()
    {
        Headroom = 0;
        Volatile.Write(ref _references, 1);
    }
}
