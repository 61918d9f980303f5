using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class CancelWithoutLoss
{
    [Fact]
    public async Task What_was_not_stored_is_in_the_queue_still()
    {
        var block = new BufferBlock<int>();
        var (first, second) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        foreach (var number in Enumerable.Range(0, 1_000))
        {
            block.Post(number);
            first.Writer.TryWrite(number);
            second.Writer.TryWrite(number);
        }

        var stored = await WithDataflowAsync(block, number => number == 99).Limit();
        block.TryReceiveAll(out var left);
        Assert.Equal(Enumerable.Range(0, 1_000), stored.Concat(left ?? []));

        stored = await WithChannelsAsync(first.Reader, number => number == 99).Limit();
        Assert.Equal(Enumerable.Range(0, 1_000), stored.Concat(Left(first.Reader)));

        stored = await WithFlowAsync(second.Reader, number => number == 99).Limit();
        Assert.Equal(Enumerable.Range(0, 1_000), stored.Concat(Left(second.Reader)));

        static IEnumerable<int> Left(ChannelReader<int> reader)
        {
            while (reader.TryRead(out var number)) yield return number;
        }
    }

    [Fact]
    public async Task A_queue_that_ends_before_there_is_enough_ends_the_store()
    {
        var block = new BufferBlock<int>();
        var (first, second) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        block.Complete();
        first.Writer.Complete();
        second.Writer.Complete();
        Assert.Empty(await WithDataflowAsync(block, _ => false).Limit());
        Assert.Empty(await WithChannelsAsync(first.Reader, _ => false).Limit());
        Assert.Empty(await WithFlowAsync(second.Reader, _ => false).Limit());
    }

    [Fact]
    public async Task A_store_that_fails_is_heard_of()
    {
        var block = new BufferBlock<int>();
        var (first, second) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        block.Post(1);
        first.Writer.TryWrite(1);
        second.Writer.TryWrite(1);
        await Assert.ThrowsAsync<FormatException>(() => WithDataflowAsync(block, _ => throw new FormatException()).Limit());
        await Assert.ThrowsAsync<FormatException>(() => WithChannelsAsync(first.Reader, _ => throw new FormatException()).Limit());
        await Assert.ThrowsAsync<StageFaultException>(() => WithFlowAsync(second.Reader, _ => throw new FormatException()).Limit());
    }

    private static async Task<List<int>> WithDataflowAsync(BufferBlock<int> queue, Func<int, bool> enough)
    {
        var stored = new List<int>();
        using var cancel = new CancellationTokenSource();
        try
        {
            // Not a linked block with a token: what is in it when it is cancelled is gone.
            while (await queue.OutputAvailableAsync(cancel.Token))
            {
                while (!cancel.IsCancellationRequested && queue.TryReceive(out var number)) Store(number);
            }
        }
        catch (OperationCanceledException)
        {
            // What was not taken is in the queue still.
        }

        return stored;

        void Store(int number)
        {
            stored.Add(number);
            if (enough(number)) cancel.Cancel();
        }
    }

    private static async Task<List<int>> WithChannelsAsync(ChannelReader<int> queue, Func<int, bool> enough)
    {
        var stored = new List<int>();
        using var cancel = new CancellationTokenSource();
        try
        {
            // Not ReadAsync(token): cancelled at the wrong moment, a bounded channel of .NET 10 takes an item and throws.
            while (await queue.WaitToReadAsync(cancel.Token))
            {
                while (!cancel.IsCancellationRequested && queue.TryRead(out var number)) Store(number);
            }
        }
        catch (OperationCanceledException)
        {
            // What was not taken is in the queue still.
        }

        return stored;

        void Store(int number)
        {
            stored.Add(number);
            if (enough(number)) cancel.Cancel();
        }
    }

    private static async Task<List<int>> WithFlowAsync(ChannelReader<int> queue, Func<int, bool> enough)
    {
        var stored = new List<int>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = Source.From("queue", queue).Then(Sink.ForEach<int>("store", Store)).Run();
        await Task.WhenAny(stopped.Task, run.Completion);             // the queue may end first, or the store fail
        await run.DrainAsync();                                       // what was taken is stored, what was not is in the queue still
        return stored;

        void Store(int number)
        {
            stored.Add(number);
            if (enough(number)) stopped.TrySetResult();
        }
    }
}
