using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>What ends a source's wait for its next item: its own token, or the end of its input, when the run is drained.</summary>
internal sealed class SourceEnd : IAsyncDisposable
{
    private readonly CancellationToken _stopped;
    private readonly CancellationTokenSource _either;
    private readonly CancellationTokenSource _watch = new();
    private readonly Task _watching;

    public SourceEnd(ChannelReader<Nothing> input, CancellationToken cancellationToken)
    {
        _stopped = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _watching = WatchAsync(input);
    }

    public CancellationToken Token => _either.Token;

    public bool IsDrained => _either.IsCancellationRequested && !_stopped.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        _watch.Cancel();
        await _watching;
        _either.Dispose();
    }

    private async Task WatchAsync(ChannelReader<Nothing> input)
    {
        try
        {
            await input.WaitToReadAsync(_watch.Token);
            _either.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The source has ended first.
        }
    }
}
