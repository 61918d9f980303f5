namespace Flow.Adapters.Tests;

/// <summary>An item that somebody must dispose, once.</summary>
internal sealed class Rented : IDisposable
{
    private int _disposals;

    public int Disposals => Volatile.Read(ref _disposals);

    public void Dispose() => Interlocked.Increment(ref _disposals);
}
