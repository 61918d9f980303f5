using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage that has up to three calls under way at once, and passes on what they return in the order they end.</summary>
internal class Overlapping(Func<int, CancellationToken, Task<int>> call) : IStage<int, int>
{
    private const int Most = 3;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new List<Task<int>>();
        var arrival = Task.FromResult(true);
        try
        {
            while (true)
            {
                while (NextOf(calls).FirstOrDefault(next => next.IsCompleted) is { } done)
                {
                    calls.Remove(done);
                    await output.WriteAsync(await done, cancellationToken);
                }

                while (calls.Count < Most && arrival is { IsCompletedSuccessfully: true, Result: true })
                {
                    if (input.TryRead(out var item)) calls.Add(call(item, stop.Token));
                    else arrival = input.WaitToReadAsync(stop.Token).AsTask();
                }

                var hasEnded = arrival is { IsCompleted: true } and not { IsCompletedSuccessfully: true, Result: true };
                if (hasEnded && calls.Count == 0) break;
                await Task.WhenAny([.. NextOf(calls), .. hasEnded || calls.Count == Most ? [] : new Task[] { arrival }]);
            }

            await arrival;
        }
        finally
        {
            stop.Cancel();
            // None outlives the run, whatever it ends with.
            await Task.WhenAny(Task.WhenAll([.. calls, arrival]));
        }
    }

    /// <summary>The calls of which one may be the next to be passed on.</summary>
    protected virtual IEnumerable<Task<int>> NextOf(IReadOnlyList<Task<int>> calls) => calls;
}
