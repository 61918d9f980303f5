namespace Flow.Soak.Waits;

/// <summary>A token for the next calls, and its cancellation by somebody else.</summary>
internal sealed class Turnover
{
    private CancellationTokenSource _source = new();

    public CancellationToken Token => Volatile.Read(ref _source).Token;

    public void Cancel() => Interlocked.Exchange(ref _source, new CancellationTokenSource()).Cancel();
}
