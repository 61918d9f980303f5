using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>Counts what crosses the boundary between <c>handle-read</c> and the app, as a hop does.</summary>
internal sealed class MeteredAppSocket(IAppSocket inner, TimeProvider timeProvider) : IAppSocket
{
    private long _items;
    private long _waits;
    private long _peak;
    private long _blockedTicks;
    private long _blockedSince = -1;

    public int SendBufferBytes => inner.SendBufferBytes;

    /// <summary>
    /// The socket as a hop. What a socket of the kernel's holds cannot be seen from this end, but it is full whenever a send has to
    /// wait; before that the most it held is known to be at least the largest piece sent.
    /// </summary>
    public HopReading Read()
    {
        var since = Volatile.Read(ref _blockedSince);
        var blocked = TimeSpan.FromTicks(Volatile.Read(ref _blockedTicks)) + (since < 0 ? TimeSpan.Zero : timeProvider.GetElapsedTime(since));
        var full = since >= 0;
        return new HopReading
        {
            Name = "app",
            Unit = HopUnit.Weight,
            Capacity = SendBufferBytes,
            Occupancy = full ? SendBufferBytes : 0,
            Peak = Math.Min(Volatile.Read(ref _peak), SendBufferBytes),
            Items = Volatile.Read(ref _items),
            Delivered = Volatile.Read(ref _items),
            Batches = Volatile.Read(ref _waits),
            Blocked = blocked,
        };
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(destination, cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        Count(source.Length);
        return Timed(inner.SendAsync(source, cancellationToken));
    }

    public ValueTask SendAsync(IReadOnlyList<BufferSlice> pieces, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces) Count(piece.Length);
        return Timed(inner.SendAsync(pieces, cancellationToken));
    }

    public void CompleteSend() => inner.CompleteSend();

    public Task WaitForCloseAsync() => inner.WaitForCloseAsync();

    public void Abort() => inner.Abort();

    public void Dispose() => inner.Dispose();

    private void Count(int bytes)
    {
        _items++;
        if (bytes > _peak) Volatile.Write(ref _peak, bytes);
    }

    private ValueTask Timed(ValueTask send) => send.IsCompletedSuccessfully ? send : WaitAsync(send);

    private async ValueTask WaitAsync(ValueTask send)
    {
        _waits++;
        Volatile.Write(ref _peak, SendBufferBytes);
        var since = timeProvider.GetTimestamp();
        Volatile.Write(ref _blockedSince, since);
        try
        {
            await send;
        }
        finally
        {
            Volatile.Write(ref _blockedTicks, _blockedTicks + timeProvider.GetElapsedTime(since).Ticks);
            Volatile.Write(ref _blockedSince, -1);
        }
    }
}
