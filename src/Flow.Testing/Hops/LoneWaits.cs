using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>One side of a hop waits, and the other does what ends that, and no more: for each thing to wait for, on a hop of its own.</summary>
internal sealed class LoneWaits(HopSubject subject, HopCase example, Trial trial) : Conversation
{
    private const int MostTurns = 8;
    private const int Repetitions = 8;

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
        LoneWait.Room or LoneWait.Rooms or LoneWait.CancelledWrite => HopCapabilities.Bounded,
        LoneWait.Abandonment => HopCapabilities.Bounded | HopCapabilities.Abandonable,
        _ => HopCapabilities.None,
    };

    private async Task HoldAsync(LoneWait wait)
    {
        var hop = subject.Create((example with { Weights = [] }).Options(HopFullMode.Wait));
        using var cancellation = new CancellationTokenSource();
        var isReading = wait is LoneWait.Item or LoneWait.Items or LoneWait.LastItem or LoneWait.End or LoneWait.CancelledRead;
        while (!isReading && hop.Writer.TryWrite(0))
        {
            // Until it is full.
        }

        Awaited = wait;
        trial.Story?.Tell(isReading ? "reader" : "writer", $"waits: {wait}");
        var waiting = Turns.StartAsync(() => wait is LoneWait.Items or LoneWait.Rooms
            ? WaitAndFindAsync(hop, isReading)
            : WaitAsync(hop, isReading, cancellation.Token));
        await Turns.PassAsync(example.AbandonedAfter % MostTurns);
        await ActAsync(wait, hop, cancellation);
        var (expected, actual) = (AnswerTo(wait), await waiting);
        if (actual != expected) _wrong[wait] = $"the answer was {actual} instead of {expected}";
    }

    private async Task ActAsync(LoneWait wait, Channel<int> hop, CancellationTokenSource cancellation)
    {
        switch (wait)
        {
            case LoneWait.Item:
                hop.Writer.TryWrite(0);
                break;
            case LoneWait.Items:
                for (var i = 0; i < Repetitions; i++)
                {
                    await hop.Writer.WriteAsync(i, CancellationToken.None);
                    await Turns.PassAsync((example.AbandonedAfter + i) % 2);
                }

                break;
            case LoneWait.Rooms:
                for (var i = 0; i < Repetitions; i++)
                {
                    await hop.Reader.ReadAsync(CancellationToken.None);
                    await Turns.PassAsync((example.AbandonedAfter + i) % 2);
                }

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
        LoneWait.Item or LoneWait.Items or LoneWait.LastItem or LoneWait.Room or LoneWait.Rooms => bool.TrueString,
        LoneWait.End or LoneWait.Abandonment => bool.FalseString,
        _ => nameof(OperationCanceledException),
    };

    // Each time it is told that there is something it looks once.
    private static async Task<string> WaitAndFindAsync(Channel<int> hop, bool isReading)
    {
        var answer = bool.TrueString;
        for (var found = 0; found < Repetitions;)
        {
            if (!await (isReading ? hop.Reader.WaitToReadAsync() : hop.Writer.WaitToWriteAsync())) return bool.FalseString;
            if (isReading ? hop.Reader.TryRead(out _) : hop.Writer.TryWrite(0)) found++;
            else answer = $"{bool.TrueString}, and there was nothing,";
        }

        return answer;
    }

    private static async Task<string> WaitAsync(Channel<int> hop, bool isReading, CancellationToken cancellationToken)
    {
        try
        {
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
