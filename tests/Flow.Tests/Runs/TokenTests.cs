using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow.Tests.Runs;

/// <summary>What a stage waits with on the ends it is lent: any token, and another one each time.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public Task A_token_of_an_earlier_wait_ends_no_later_one() => RunAsync(async (input, feed) =>
    {
        feed(1);
        Assert.True(await input.WaitToReadAsync(_first.Token));
        Assert.True(input.TryRead(out _));
        Assert.True(await Answered(input.WaitToReadAsync(_first.Token), () => feed(2)));
        Assert.True(input.TryRead(out _));

        var later = input.WaitToReadAsync(_second.Token).AsTask();
        _first.Cancel();
        Assert.False(later.IsCompleted);
        feed(3);
        Assert.True(await later);

        Assert.True(input.TryRead(out _));
        var last = input.WaitToReadAsync(CancellationToken.None).AsTask();
        _second.Cancel();
        Assert.False(last.IsCompleted);
        feed(4);
        Assert.True(await last);
    });

    [Fact]
    public Task A_token_that_was_reset_ends_a_later_wait() => RunAsync(async (input, feed) =>
    {
        feed(1);
        Assert.True(await input.WaitToReadAsync(_first.Token));
        Assert.True(input.TryRead(out _));
        Assert.True(await Answered(input.WaitToReadAsync(_first.Token), () => feed(2)));
        Assert.True(input.TryRead(out _));
        Assert.True(_first.TryReset());

        var waiting = input.WaitToReadAsync(_first.Token).AsTask();
        _first.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Limit());
    });

    [Fact]
    public Task A_token_that_has_ended_no_wait_yet_ends_the_one_under_way() => RunAsync(async (input, feed) =>
    {
        // The same token again and again, and then another one.
        foreach (var source in new[] { _first, _second })
        {
            for (var item = 0; item < 3; item++)
            {
                Assert.True(await Answered(input.WaitToReadAsync(source.Token), () => feed(item)));
                Assert.True(input.TryRead(out _));
            }

            var waiting = input.WaitToReadAsync(source.Token).AsTask();
            source.Cancel();
            var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Limit());
            Assert.Equal(source.Token, cancelled.CancellationToken);
        }
    });

    [Fact]
    public async Task A_token_that_lives_on_keeps_nothing_alive_that_was_lent()
    {
        var ends = await RunToItsEndAsync(_first.Token);
        // Off the stack of what has used it.
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(ends, static end => Assert.False(end.IsAlive));
    }

    // A stage that does as it is told, between what is fed to it and nobody.
    private static async Task RunAsync(Func<ChannelReader<int>, Action<int>, Task> body)
    {
        var fed = Hop<int>.Create(new(8));
        await using var run = Pipeline.Of<int>()
            .Then<Nothing>("stage", async (input, _, _) => await body(input, item => Assert.True(fed.Writer.TryWrite(item))))
            .Run(fed.Reader);
        await run.Completion.Limit();
    }

    // Begun before there is an answer.
    private static async Task<bool> Answered(ValueTask<bool> wait, Action answer)
    {
        var waiting = wait.AsTask();
        Assert.False(waiting.IsCompleted);
        answer();
        return await waiting.Limit();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> RunToItsEndAsync(CancellationToken cancellationToken)
    {
        var ends = new List<WeakReference>();
        var passing = Pipeline.Of<int>().Then<int>("pass", async (input, output, _) =>
        {
            ends.AddRange(new(input), new(output));
            while (await input.WaitToReadAsync(cancellationToken))
                while (input.TryRead(out var item))
                    while (!output.TryWrite(item)) await output.WaitToWriteAsync(cancellationToken);
        }, new HopOptions<int>(1));
        await using var run = Source.From("source", Enumerable.Range(0, 100)).Then(passing).Then(Sink.Ignore<int>(hop: new HopOptions<int>(1))).Run();
        await run.Completion.Limit();
        return ends;
    }
}
