using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>One side of a hop waits, and the other does what ends that, once, and no more: for each thing to wait for, on a hop of its own.</summary>
internal sealed class LoneWaits(HopSubject subject, HopCase example, Trial trial) : Conversation
{
    private const int MostTurns = 8;

    private readonly Dictionary<LoneWait, string> _wrong = [];

    /// <summary>What is being waited for.</summary>
    public LoneWait? Awaited { get; private set; }

    /// <summary>How a wait ended that was to end otherwise.</summary>
    public string? Wrong(LoneWait wait) => _wrong.GetValueOrDefault(wait);

    public override async Task HoldAsync()
    {
        var waits = Enum.GetValues<LoneWait>();
        // One that is never answered hides those that come later.
        for (var i = 0; i < waits.Length; i++)
        {
            if (waits[(example.Items + i) % waits.Length] is var wait && subject.Has(Needs(wait))) await HoldAsync(wait);
        }
    }

    private static HopCapabilities Needs(LoneWait wait) => wait switch
    {
        LoneWait.Room or LoneWait.CancelledWrite => HopCapabilities.Bounded,
        LoneWait.Abandonment => HopCapabilities.Bounded | HopCapabilities.Abandonable,
        _ => HopCapabilities.None,
    };

    private async Task HoldAsync(LoneWait wait)
    {
        var hop = subject.Create((example with { Weights = [] }).Options(HopFullMode.Wait));
        using var cancellation = new CancellationTokenSource();
        var isReading = wait is LoneWait.Item or LoneWait.LastItem or LoneWait.End or LoneWait.CancelledRead;
        while (!isReading && hop.Writer.TryWrite(0))
        {
            // Until it is full.
        }

        Awaited = wait;
        trial.Story?.Tell(isReading ? "reader" : "writer", $"waits: {wait}");
        var waiting = Turns.StartAsync(() => WaitAsync(hop, isReading, cancellation.Token));
        await Turns.PassAsync(example.AbandonedAfter % MostTurns);
        Act(wait, hop, cancellation);
        var (expected, actual) = (AnswerTo(wait), await waiting);
        if (actual != expected) _wrong[wait] = $"the answer was {actual} instead of {expected}";
    }

    private static void Act(LoneWait wait, Channel<int> hop, CancellationTokenSource cancellation)
    {
        switch (wait)
        {
            case LoneWait.Item:
                hop.Writer.TryWrite(0);
                break;
            case LoneWait.LastItem:
                hop.Writer.TryWrite(0);
                hop.Writer.TryComplete();
                break;
            case LoneWait.Room:
                hop.Reader.TryRead(out _);
                break;
            case LoneWait.End:
                hop.Writer.TryComplete();
                break;
            case LoneWait.Abandonment:
                ((HopReader<int>)hop.Reader).Abandon();
                break;
            default:
                cancellation.Cancel();
                break;
        }
    }

    private static string AnswerTo(LoneWait wait) => wait switch
    {
        LoneWait.Item or LoneWait.LastItem or LoneWait.Room => bool.TrueString,
        LoneWait.End or LoneWait.Abandonment => bool.FalseString,
        _ => nameof(OperationCanceledException),
    };

    private static async Task<string> WaitAsync(Channel<int> hop, bool isReading, CancellationToken cancellationToken)
    {
        try
        {
            // A wake carries no news: who is woken looks, and waits again.
            while (await (isReading ? hop.Reader.WaitToReadAsync(cancellationToken) : hop.Writer.WaitToWriteAsync(cancellationToken)))
            {
                if (isReading ? hop.Reader.TryRead(out _) : hop.Writer.TryWrite(0)) return bool.TrueString;
            }

            return bool.FalseString;
        }
        catch (OperationCanceledException)
        {
            return nameof(OperationCanceledException);
        }
    }
}
