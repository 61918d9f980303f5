using System.Threading.Channels;

namespace Flow;

public static partial class Source
{
    /// <summary>A source that is a function which writes items until it returns.</summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="body">
    /// Its token is cancelled, and its writer takes nothing more, when the run is stopped or drained; it then ends soon. An
    /// <see cref="OperationCanceledException"/> or <see cref="ChannelClosedException"/> is then an ordinary end.
    /// </param>
    public static Pipeline<Nothing, T> From<T>(string name, Func<ChannelWriter<T>, CancellationToken, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Pipeline.Of<Nothing>().Then(name, new BodySource<T>(body));
    }
}

internal sealed class BodySource<T>(Func<ChannelWriter<T>, CancellationToken, ValueTask> body) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var drain = new DrainToken(input, cancellationToken);
        // A body that only writes does not look at its token.
        using var end = drain.Token.UnsafeRegister(static lease => (lease as ILease)?.Fence(), output);
        try
        {
            await body(output, drain.Token);
        }
        catch (Exception error) when (drain.Token.IsCancellationRequested && error is OperationCanceledException or ChannelClosedException)
        {
            // It was told to end.
        }
    }
}
