using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class GracefulDrain
{
    [Fact]
    public async Task What_was_taken_is_stored()
    {
        foreach (var run in new Func<IAsyncEnumerable<int>, Task, Task<List<int>>>[] { WithDataflowAsync, WithChannelsAsync, WithFlowAsync })
        {
            var (taken, shutdown) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken token = default)
            {
                while (!token.IsCancellationRequested)
                {
                    if (taken == 500) shutdown.TrySetResult();
                    if (taken % 10 == 0) await Task.Yield();
                    yield return taken++;
                }
            }

            var stored = await run(Endless(), shutdown.Task).Limit();
            Assert.Equal(Enumerable.Range(0, taken), stored);
            Assert.True(taken > 500);
        }
    }

    private static async Task<List<int>> WithDataflowAsync(IAsyncEnumerable<int> endless, Task shutdown)
    {
        var stored = new List<int>();
        var store = new ActionBlock<int>(stored.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
        using var stop = new CancellationTokenSource();
        var feeding = FeedAsync();
        await shutdown;
        stop.Cancel();
        await feeding;
        store.Complete();
        await store.Completion;
        return stored;

        async Task FeedAsync()
        {
            try
            {
                await foreach (var number in endless.WithCancellation(stop.Token)) await store.SendAsync(number);
            }
            catch (OperationCanceledException)
            {
                // No more is wanted.
            }
        }
    }

    private static async Task<List<int>> WithChannelsAsync(IAsyncEnumerable<int> endless, Task shutdown)
    {
        var stored = new List<int>();
        var waiting = Channel.CreateBounded<int>(100);
        using var stop = new CancellationTokenSource();
        var feeding = waiting.Writer.CompleteAfterAsync(FeedAsync);
        var storing = Task.Run(async () =>
        {
            await foreach (var number in waiting.Reader.ReadAllAsync()) stored.Add(number);
        });
        await shutdown;
        stop.Cancel();
        await Task.WhenAll(feeding, storing);
        return stored;

        async Task FeedAsync()
        {
            try
            {
                await foreach (var number in endless.WithCancellation(stop.Token)) await waiting.Writer.WriteAsync(number);
            }
            catch (OperationCanceledException)
            {
                // No more is wanted.
            }
        }
    }

    private static async Task<List<int>> WithFlowAsync(IAsyncEnumerable<int> endless, Task shutdown)
    {
        var stored = new List<int>();
        await using var run = Source.From("endless", endless)
            .Then(Sink.ForEach<int>("store", stored.Add, new(100)))
            .Run();
        await shutdown;
        await run.DrainAsync();
        return stored;
    }
}
