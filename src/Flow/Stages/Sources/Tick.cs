using System.Threading.Channels;

namespace Flow;

public static partial class Source
{
    /// <summary>A source of 0, 1, 2 and so on, one each time <paramref name="every"/> has passed since the one before was taken.</summary>
    /// <remarks>Ticks that nobody is ready for do not pile up behind a full hop; they come later. It ends when the run is drained.</remarks>
    /// <param name="name">The stage's name.</param>
    /// <param name="every">The period: more than none, and no longer than a timer can run, some 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is none that a timer can run.</exception>
    public static Pipeline<Nothing, long> Tick(string name, TimeSpan every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(every, LongestTimer.Span);
        return Pipeline.Of<Nothing>().Then(name, new TickSource(every));
    }
}

internal sealed class TickSource(TimeSpan every) : TimedStage<Nothing, long>
{
    public override async ValueTask RunAsync(
        ChannelReader<Nothing> input, ChannelWriter<long> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var drain = new DrainToken(input, cancellationToken);
        try
        {
            for (var tick = 0L; ; tick++)
            {
                await Task.Delay(every, timeProvider, drain.Token);
                while (!output.TryWrite(tick))
                {
                    if (!await output.WaitToWriteAsync(drain.Token)) return;
                }
            }
        }
        catch (OperationCanceledException) when (drain.IsDrained)
        {
            // It was told to end.
        }
    }
}
