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

    /// <summary>Whether the caller's reference is the only one, so that it may write anywhere in the block.</summary>
    public bool IsExclusive => Volatile.Read(ref _references) == 1;

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

    internal void Renew() => Volatile.Write(ref _references, 1);
}
