using System.Threading.Channels;

namespace Flow;

/// <summary>What cancels a source's wait for its next item: its own token, or the end of its input, when the run is drained.</summary>
internal sealed class DrainToken(ChannelReader<Nothing> input, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _either =
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, (input as SourceInput)?.Ended ?? CancellationToken.None);

    public CancellationToken Token => _either.Token;

    public bool IsDrained => _either.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    public void Dispose() => _either.Dispose();
}
