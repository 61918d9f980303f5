using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>What a hop says when both sides are done with it.</summary>
/// <param name="Read">What it still gave to read, if anything.</param>
/// <param name="Written">Whether it still took an item.</param>
/// <param name="Waited">What a wait to read answered.</param>
/// <param name="WaitError">What a wait to read threw.</param>
/// <param name="HasRoom">Whether a wait to write said that there is room.</param>
/// <param name="IsCompletedAgain">Whether it could be completed.</param>
/// <param name="Completion">What its completion ended with, where it has ended.</param>
/// <param name="Abandonment">What its writer learned of its abandonment; the hop's own answer where there is no such word.</param>
internal sealed record HopAfterwards(
    int? Read,
    bool Written,
    bool Waited,
    Exception? WaitError,
    bool HasRoom,
    bool IsCompletedAgain,
    Task Completion,
    (bool IsAbandoned, Exception? Error) Abandonment)
{
    public static async Task<HopAfterwards> LookAsync(Channel<int> hop)
    {
        var (waited, waitError) = await WaitAsync(() => hop.Reader.WaitToReadAsync());
        var (hasRoom, _) = await WaitAsync(() => hop.Writer.WaitToWriteAsync());
        var hopWriter = hop.Writer as HopWriter<int>;
        var written = hop.Writer.TryWrite(0) || hopWriter?.TryWrite([0]) > 0;
        int? read = hop.Reader.TryRead(out var item) ? item : null;
        return new HopAfterwards(
            read,
            written,
            waited,
            waitError,
            hasRoom,
            hop.Writer.TryComplete(),
            hop.Reader.Completion,
            (hopWriter?.IsAbandoned ?? false, hopWriter?.Abandonment));
    }

    private static async Task<(bool Answer, Exception? Error)> WaitAsync(Func<ValueTask<bool>> wait)
    {
        try
        {
            return (await wait(), null);
        }
        catch (Exception error)
        {
            return (false, error);
        }
    }
}
