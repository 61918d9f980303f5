using System.Threading.Channels;

namespace Flow;

/// <summary>What a sink writes: there is always room for nothing.</summary>
internal sealed class SinkOutput : ChannelWriter<Nothing>
{
    public override bool TryWrite(Nothing item) => true;

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken) : new ValueTask<bool>(true);

    public override bool TryComplete(Exception? error = null) => true;
}
