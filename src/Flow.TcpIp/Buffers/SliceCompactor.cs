namespace Flow.TcpIp;

/// <summary>
/// Keeps memory near the bytes held: a slice that fills at least half its block is kept as it is, a smaller one is copied
/// behind others into a shared block. So a bound in bytes is a bound in memory, twice as large and a block.
/// </summary>
internal sealed class SliceCompactor(BufferPool pool)
{
    // Bytes of the shared block not used yet, with a reference of ours.
    private BufferSlice _free;

    /// <summary>The same bytes with a reference of their own; <paramref name="slice"/> stays the caller's.</summary>
    public BufferSlice Keep(BufferSlice slice)
    {
        if (2 * slice.Length >= slice.Buffer.Array.Length) return slice.Share(0, slice.Length);
        if (_free.Length < slice.Length)
        {
            Release();
            // A block of which less than the next slice is left over is given up, so at most half of each is wasted.
            var block = pool.Rent(2 * slice.Length <= BufferPool.SmallBlockBytes ? BufferPool.SmallBlockBytes : BufferPool.LargeBlockBytes);
            _free = new BufferSlice(block, 0, block.Array.Length);
        }
        var kept = _free.Share(0, slice.Length);
        slice.Span.CopyTo(kept.Span);
        _free = new BufferSlice(_free.Buffer, _free.Offset + slice.Length, _free.Length - slice.Length);
        return kept;
    }

    /// <summary>Gives up the block being filled; what has been kept in it stays.</summary>
    public void Release()
    {
        if (_free.Buffer is not null) _free.Dispose();
        _free = default;
    }
}
