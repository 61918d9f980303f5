namespace Flow.TcpIp;

/// <summary>
/// Some bytes of a <see cref="PooledBuffer"/> and one reference to it. Ownership travels with the value: who holds it
/// disposes it once, or passes it on.
/// </summary>
/// <param name="Buffer">The block.</param>
/// <param name="Offset">Where the bytes begin in it; what lies before is headroom.</param>
/// <param name="Length">How many they are.</param>
public readonly record struct BufferSlice(PooledBuffer Buffer, int Offset, int Length) : IDisposable
{
    /// <summary>The bytes.</summary>
    public Span<byte> Span => Buffer.Array.AsSpan(Offset, Length);

    /// <summary>The bytes.</summary>
    public Memory<byte> Memory => Buffer.Array.AsMemory(Offset, Length);

    /// <summary>Free bytes of the block behind the slice.</summary>
    public int Tailroom => Buffer.Array.Length - Offset - Length;

    /// <summary>Part of this slice, with a reference of its own.</summary>
    public BufferSlice Share(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length);
        Buffer.Retain();
        return new BufferSlice(Buffer, Offset + start, length);
    }

    /// <summary>Gives the reference up.</summary>
    public void Dispose() => Buffer.Release();

    /// <inheritdoc/>
    public override string ToString() => $"{Length} bytes at {Offset}";
}
