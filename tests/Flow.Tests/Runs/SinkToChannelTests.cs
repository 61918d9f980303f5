using System.Threading.Channels;

namespace Flow.Tests.Runs;

/// <summary>A sink completes the channel it writes when it has ended for good.</summary>
public class SinkToChannelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_swap_that_is_given_up_leaves_the_channel_open()
    {
        var (input, output) = (Hop<int>.Create(new(10)), Channel.CreateUnbounded<int>());
        await using var run = Sink.To("stage", output.Writer).Run(input.Reader, new RunOptions { Scheduler = KeptStateTests.OneAtATime });
        await input.Writer.WriteAsync(1, Token);
        await Within.Until(() => output.Reader.Count == 1);

        await KeptStateTests.GiveUpSwapAsync(run, Sink.Ignore<int>());
        await input.Writer.WriteAsync(2, Token);
        input.Writer.Complete();

        Assert.Equal([1, 2], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task Another_that_writes_the_same_channel_goes_on_with_it()
    {
        var (input, output) = (Hop<int>.Create(new(10)), Channel.CreateUnbounded<int>());
        await using var run = Sink.To("stage", output.Writer).Run(input.Reader);
        await input.Writer.WriteAsync(1, Token);

        await run.SwapAsync("stage", Sink.To("other", output.Writer), Token).Limit();
        await input.Writer.WriteAsync(2, Token);
        input.Writer.Complete();

        Assert.Equal([1, 2], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task Swapped_for_one_that_writes_elsewhere_it_completes_its_channel()
    {
        var (input, before, after) = (Hop<int>.Create(new(10)), Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        await using var run = Sink.To("stage", before.Writer).Run(input.Reader);
        await input.Writer.WriteAsync(1, Token);
        Assert.Equal(1, await before.Reader.ReadAsync(Token));

        await run.SwapAsync("stage", Sink.To("other", after.Writer), Token).Limit();

        await before.Reader.Completion.Limit();
        Assert.False(after.Reader.Completion.IsCompleted);
        await run.SwapAsync("stage", Sink.Ignore<int>(), Token).Limit();
        await after.Reader.Completion.Limit();
    }

    [Fact]
    public async Task A_restart_leaves_the_channel_open()
    {
        var output = Hop<int>.Create(new(10) { Weigh = item => item == 3 ? throw new FormatException() : 1 });
        await using var run = Source.From("source", Enumerable.Range(0, 6)).Then(Sink.To("stage", output.Writer))
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();

        Assert.Equal([0, 1, 2, 4, 5], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task The_end_of_the_run_completes_the_channel_with_what_it_ended_with()
    {
        var error = new FormatException();
        var (faulted, stopped) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        await using var faulting = Source.From<int>("source", (_, _) => throw error).Then(Sink.To("stage", faulted.Writer)).Run();
        await using var stopping = Source.From("source", Sequences.Never).Then(Sink.To("stage", stopped.Writer)).Run();

        await stopping.StopAsync().Limit();

        Assert.Same(error, await Assert.ThrowsAsync<FormatException>(() => faulted.Reader.Completion.Limit()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Reader.Completion.Limit());
    }
}
