using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>What ends a source's wait for its next item: its own token, or the end of its input, when the run is drained.</summary>
internal sealed class SourceEnd : IAsyncDisposable
{
    private readonly ChannelReader<Nothing> _input;
    private readonly CancellationToken _stopped;
    private readonly CancellationTokenSource _either;
    private readonly CancellationTokenSource _watch = new();
    private readonly Task _watching;

    public SourceEnd(ChannelReader<Nothing> input, CancellationToken cancellationToken)
    {
        _input = input;
        _stopped = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _watching = WatchAsync();
    }

    /// <summary>Cancelled then; what looks between two items sees it sooner.</summary>
    public CancellationToken Token => _either.Token;

    public bool IsDrained => _input.Completion.IsCompleted && !_stopped.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        _watch.Cancel();
        await _watching;
        _either.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await _input.WaitToReadAsync(_watch.Token);
            _either.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The source has ended first.
        }
    }
}
