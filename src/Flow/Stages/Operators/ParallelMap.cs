using System.Threading.Channels;

namespace Flow;

/// <summary>Keeps several calls under way, and writes what they return in the order they began, or in the order they end.</summary>
internal sealed class ParallelMapStage<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> map, int parallelism, bool ordered)
    : IStage<TIn, TOut>
{
    public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var results = new Hand<TOut>(parallelism);
        var calls = new List<Call>();
        var faults = (input as RememberingReader<TIn>)?.ItemByItem();
        // The last wait for items; how it ended is how the input ended.
        var arrival = Task.FromResult(true);
        var hasFailed = false;
        try
        {
            while (true)
            {
                while (FindFinished(calls) is { } finished)
                {
                    calls.Remove(finished);
                    if (faults is not null && await TrySkipAsync(faults, finished, cancellationToken)) continue;
                    results.Add(await finished.Result);
                }

                // Before more calls begin: what is not yet written is under way.
                if (!await results.PutAsync(output, cancellationToken)) return;
                cancellationToken.ThrowIfCancellationRequested();
                while (calls.Count < parallelism && arrival is { IsCompletedSuccessfully: true, Result: true })
                {
                    if (input.TryRead(out var item)) calls.Add(new Call(item, CallAsync(item, stop.Token)));
                    else arrival = input.WaitToReadAsync(stop.Token).AsTask();
                }

                // Looked at once: items may arrive at any moment, the end of the input stays.
                var ended = HasEnded(arrival);
                if (ended && calls.Count == 0) break;
                var awaited = new List<Task>(calls.Take(ordered ? 1 : calls.Count).Select(call => call.Result));
                if (!ended && calls.Count < parallelism) awaited.Add(arrival);
                await Task.WhenAny(awaited);
            }

            await arrival;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            hasFailed = true;
            // What came before the fault still arrives.
            await results.PutBeforeFaultAsync(output, cancellationToken);
            throw;
        }
        finally
        {
            try
            {
                stop.Cancel();
            }
            catch (AggregateException) when (hasFailed)
            {
                // What a call has registered with its token throws: the fault came first.
            }
            finally
            {
                // Also when it is what the stage faults with.
                await EndAsync(calls, arrival, hasPolicy: faults is not null);
            }
        }
    }

    // What the function throws at once is a call's end like any other.
    private async Task<TOut> CallAsync(TIn item, CancellationToken cancellationToken) => await map(item, cancellationToken);

    private static bool HasEnded(Task<bool> arrival) => arrival is { IsCompleted: true } and not { IsCompletedSuccessfully: true, Result: true };

    private Call? FindFinished(List<Call> calls) =>
        ordered ? calls is [{ Result.IsCompleted: true } first, ..] ? first : null : calls.Find(call => call.Result.IsCompleted);

    // Of a call that failed, the other calls know nothing where the stage's fault policy takes the item.
    private static async ValueTask<bool> TrySkipAsync(RememberingReader<TIn> faults, Call finished, CancellationToken cancellationToken)
    {
        try
        {
            await finished.Result;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return await faults.TryHandleAsync(finished.Item, error, cancellationToken);
        }

        faults.Pass();
        return false;
    }

    // No call outlives the body, whatever ended it; what the calls return now nobody will get.
    private static async Task EndAsync(List<Call> calls, Task arrival, bool hasPolicy)
    {
        try
        {
            await Task.WhenAll([.. calls.Select(call => call.Result), arrival]);
        }
        catch
        {
            // The first fault is on its way already.
        }

        foreach (var call in calls)
        {
            if (call.Result.IsCompletedSuccessfully) Unwanted.Dispose(await call.Result);
            // The item it failed at was left to the policy, which will not be asked any more.
            else if (hasPolicy && call.Result.IsFaulted) Unwanted.Dispose(call.Item);
        }
    }

    private sealed class Call(TIn item, Task<TOut> result)
    {
        public TIn Item => item;

        public Task<TOut> Result => result;
    }
}
