using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class CompletionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_items_arrive_in_order_and_the_run_completes()
    {
        var received = new List<int>();
        var pipeline = Pipeline.Of<int>().Map("double", x => x * 2).Map("add", x => x + 1);

        await using var run = pipeline.Run(Enumerable.Range(0, 10_000), Sink.ForEach<int>("keep", received.Add));
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 10_000).Select(x => x * 2 + 1), received);
    }

    [Fact]
    public async Task A_run_without_items_completes()
    {
        await using var run = Pipeline.Of<int>().Map("same", x => x).Run(Array.Empty<int>(), Sink.Ignore<int>());

        await run.Completion.Limit();

        Assert.All(run.Snapshot().Stages, stage => Assert.Equal(StageState.Ended, stage.State));
    }

    [Fact]
    public async Task A_pipeline_without_stages_passes_items_on()
    {
        var input = Hop<int>.Create(new(4));
        var output = Hop<int>.Create(new(4));
        await using var run = Pipeline.Of<int>().Run(input.Reader, output.Writer);

        await input.Writer.WriteAsync(7, Token);
        input.Writer.Complete();

        Assert.Equal([7], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
        Assert.Equal("pass", Assert.Single(run.Snapshot().Stages).Path);
    }

    [Fact]
    public async Task The_run_completes_the_writer_it_was_given_and_leaves_the_hop_to_its_owner()
    {
        var input = Channel.CreateBounded<int>(4);
        var output = Channel.CreateBounded<int>(4);
        await using var run = Pipeline.Of<int>().Map("negate", x => -x).Run(input.Reader, output.Writer);

        await input.Writer.WriteAsync(1, Token);
        input.Writer.Complete();

        Assert.Equal([-1], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_body_that_completes_its_output_itself_is_a_stage()
    {
        var received = new List<int>();
        var pipeline = Pipeline.Of<int>().Then<int>("copy", async (input, output, token) =>
        {
            await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
            output.Complete();
        });

        await using var run = pipeline.Run([1, 2, 3], Sink.ForEach<int>("keep", received.Add));
        await run.Completion.Limit();

        Assert.Equal([1, 2, 3], received);
    }

    [Fact]
    public async Task A_sink_has_always_room_for_nothing()
    {
        await using var run = Pipeline.Of<int>().Then<Nothing>("sink", async (_, output, _) =>
        {
            Assert.True(output.TryWrite(default));
            Assert.True(await output.WaitToWriteAsync(CancellationToken.None));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await output.WaitToWriteAsync(new CancellationToken(true)));
        }).Run(Hop<int>.Create(new(1)).Reader);

        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_source_has_an_input_with_nothing_in_it_that_ends_when_the_run_is_drained()
    {
        var waiting = new TaskCompletionSource();
        await using var run = Pipeline.Of<Nothing>().Then<int>("source", async (input, _, _) =>
        {
            Assert.False(input.TryRead(out _));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await input.WaitToReadAsync(new CancellationToken(true)));
            var wait = input.WaitToReadAsync(CancellationToken.None);
            Assert.False(wait.IsCompleted);
            waiting.SetResult();
            Assert.False(await wait);
        }).Then(Sink.Ignore<int>()).Run();
        await waiting.Task.Limit();

        await run.DrainAsync(Token).Limit();
    }

    [Fact]
    public async Task The_time_of_a_run_stands_still_at_its_end()
    {
        var (time, letGo) = (new FakeTimeProvider(), new TaskCompletionSource());
        await using var run = Source.From<int>("source", async (_, _) => await letGo.Task).Then(Sink.Ignore<int>())
            .Run(new RunOptions { TimeProvider = time });
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), run.Snapshot().Elapsed);

        letGo.SetResult();
        await run.Completion.Limit();
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(3), run.Snapshot().Elapsed);
    }

    [Fact]
    public async Task Stopping_a_run_that_has_ended_cancels_nothing()
    {
        var seen = CancellationToken.None;
        var run = Source.From("source", [1]).Then<Nothing>("sink", async (input, _, token) =>
        {
            seen = token;
            while (await input.WaitToReadAsync(token)) input.TryRead(out var item);
        }).Run();
        await run.Completion.Limit();

        await run.DisposeAsync();

        Assert.True(seen.CanBeCanceled);
        Assert.False(seen.IsCancellationRequested);
    }
}
