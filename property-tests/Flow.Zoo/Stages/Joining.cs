using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage of two workers, who take the next item when they are free, and whose results are joined as they come.</summary>
internal class Joining(Func<int, ValueTask> work) : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var items = Hop<int>.Create(new HopOptions<int>(1) { Name = "items", SingleReader = false });
        Hop<int>[] results = [Hop<int>.Create(new HopOptions<int>(2) { Name = "first" }), Hop<int>.Create(new HopOptions<int>(2) { Name = "second" })];
        var working = Task.WhenAll(results.Select(
            result => WorkAsync(items.Reader, result.Writer, cancellationToken).ThenAsync(fault => result.Writer.TryComplete(fault))));
        await Task.WhenAll(
            Moving.MoveAsync(input, items.Writer, cancellationToken).ThenAsync(fault => items.Writer.TryComplete(fault)),
            working.ThenAsync(fault => items.Reader.Abandon(fault)),
            JoinAsync(results, output, cancellationToken).ThenAsync(fault => Array.ForEach(results, result => result.Reader.Abandon(fault))));
    }

    /// <summary>Whether all is done when so many of the workers are not.</summary>
    protected virtual bool IsDone(int left) => left == 0;

    /// <summary>What is waited for before something is joined.</summary>
    protected virtual Task AnyOf(IReadOnlyList<Task<bool>> arrivals) => Task.WhenAny(arrivals);

    private async Task WorkAsync(ChannelReader<int> items, ChannelWriter<int> result, CancellationToken cancellationToken)
    {
        while (await items.WaitToReadAsync(cancellationToken))
        {
            if (!items.TryRead(out var item)) continue;
            await work(item);
            while (!result.TryWrite(item))
            {
                if (!await result.WaitToWriteAsync(cancellationToken)) return;
            }
        }
    }

    private async Task JoinAsync(Hop<int>[] results, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var readers = results.Select(result => result.Reader).ToList();
        var arrivals = readers.Select(reader => reader.WaitToReadAsync(cancellationToken).AsTask()).ToList();
        while (!IsDone(readers.Count))
        {
            await AnyOf(arrivals);
            for (var i = arrivals.Count - 1; i >= 0; i--)
            {
                if (!arrivals[i].IsCompleted) continue;
                if (await arrivals[i])
                {
                    if (readers[i].TryRead(out var item)) await output.WriteAsync(item, cancellationToken);
                    arrivals[i] = readers[i].WaitToReadAsync(cancellationToken).AsTask();
                }
                else
                {
                    readers.RemoveAt(i);
                    arrivals.RemoveAt(i);
                }
            }
        }
    }
}
