using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class StoppingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopping_ends_every_body_and_cancels_completion()
    {
        var run = Source.From("source", Sequences.Endless).Map("pass", x => x).Then(Sink.Ignore<int>()).Run();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
        Assert.All(run.Snapshot().Stages, stage => Assert.Equal(new StageSnapshot(stage.Path, StageState.Ended, false), stage));
    }

    [Fact]
    public async Task Disposing_stops_a_run_and_reports_nothing()
    {
        var run = Source.From("source", Sequences.Never).Then(Sink.Ignore<int>()).Run();

        await run.DisposeAsync().Limit();
        await run.DisposeAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
    }

    [Fact]
    public async Task Whoever_blocks_a_thread_with_a_context_until_a_run_has_stopped_does_not_block_itself()
    {
        foreach (var stop in new Func<PipelineRun, Task>[] { run => run.StopAsync(), run => run.DisposeAsync().AsTask() })
        {
            var run = Source.From("source", Sequences.Never).Then(Sink.Ignore<int>()).Run();

            Assert.True(await Task.Factory.StartNew(() => HasEndedInContext(() => stop(run)), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }
    }

    [Fact]
    public async Task A_drain_reaches_every_source_though_one_throws_when_it_is_told()
    {
        var begun = new TaskCompletionSource();
        await using var run = Pipeline.Merge(
            "merge",
            ("throws", Source.From<int>("source", async (_, token) =>
            {
                await using var registration = token.Register(static () => throw new FormatException());
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            })),
            ("waits", Source.From("source", Sequences.Never))).Then(Sink.Ignore<int>()).Run();
        await begun.Task.Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.DrainAsync(Token).Limit());

        Assert.Equal("merge/throws/source", fault.Stage);
    }

    [Fact]
    public async Task A_run_that_has_ended_stays_as_it_ended()
    {
        var run = Source.From("source", [1]).Then(Sink.Ignore<int>()).Run();
        await run.Completion.Limit();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stopping_reports_a_fault_there_was()
    {
        var run = Source.From("source", Sequences.Endless).Then(Sink.ForEach<int>("fail", _ => throw new FormatException())).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        await Assert.ThrowsAsync<StageFaultException>(() => run.StopAsync().Limit());
        await run.DisposeAsync().Limit();
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_the_start_stops_the_run()
    {
        var input = Hop<int>.Create(new(1));
        var run = Pipeline.Of<int>().Map("pass", x => x).Then(Sink.Ignore<int>())
            .Run(input.Reader, new RunOptions { CancellationToken = new CancellationToken(true) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.Limit());
        Assert.True(input.Writer.IsAbandoned);
    }

    [Fact]
    public async Task A_token_cancelled_at_any_item_stops_the_run_and_loses_nothing()
    {
        for (var at = 0; at < 60; at++)
        {
            using var stop = new CancellationTokenSource();
            var items = Enumerable.Range(0, 200).Select(_ => new Rented()).ToArray();
            var (made, seen) = (0, 0);
            var pipeline = Source.From("source", items.Select(item => { made++; return item; }))
                .Map("pass", x => x, hop: new(3))
                .MapAsync("async", async (x, _) => { await Task.Yield(); return x; }, parallelism: 3, hop: new(3))
                .Then(Sink.ForEach<Rented>("sink", item =>
                {
                    item.Dispose();
                    if (seen++ == at) stop.Cancel();
                }, hop: new(3)));

            await using var run = pipeline.Run(new RunOptions { CancellationToken = stop.Token });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.Limit());

            Assert.All(items[..made], item => Assert.Equal(1, item.Disposals));
        }
    }

    [Fact]
    public async Task Stopping_is_no_fault_for_a_body_that_does_not_know_its_token()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var pipeline = Source.From("source", Sequences.Endless);
            for (var i = 0; i < 5; i++)
            {
                pipeline = pipeline.Then<int>($"copy{i}", async (input, output, _) =>
                {
                    while (true) await output.WriteAsync(await input.ReadAsync(CancellationToken.None), CancellationToken.None);
                }, hop: new(2));
            }

            var run = pipeline.Then(Sink.Ignore<int>()).Run();

            await run.StopAsync().Limit();

            Assert.True(run.Completion.IsCanceled);
        }
    }

    [Fact]
    public async Task The_output_of_a_stopped_run_does_not_look_complete()
    {
        var output = Hop<int>.Create(new(4));
        var run = Source.From("source", Sequences.Never).Run(output.Writer);

        await run.StopAsync().Limit();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await output.Reader.WaitToReadAsync(Token));
        Assert.Equal("The run was stopped.", error.Message);
    }

    [Fact]
    public async Task A_body_that_ignores_its_token_holds_the_run_and_is_named()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = Source.From("source", [1]).Then(Sink.ForEachAsync<int>("stubborn", async (_, _) =>
        {
            begun.SetResult();
            await release.Task;
        })).Run();
        await begun.Task.Limit();

        var stopped = run.StopAsync();

        Assert.Contains(run.Snapshot().Stages, stage => stage is { Path: "stubborn", IgnoresCancellation: true });
        Assert.Contains("ignores its cancelled token", run.Snapshot().ToString(), StringComparison.Ordinal);
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        await stopped.Limit();
    }

    [Fact]
    public async Task Draining_lets_what_is_in_flight_arrive()
    {
        var (written, received) = (0, 0);
        var source = Source.From("source", Sequences.Endless.Select(x => written = x + 1));
        var passed = new TaskCompletionSource();
        var run = source.Map("pass", x => x).Then(Sink.ForEach<int>("sink", x =>
        {
            received = x;
            if (x == 1000) passed.TrySetResult();
        })).Run();
        await passed.Task.Limit();

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
        Assert.Equal(written, received);
    }

    [Fact]
    public async Task Draining_cancels_the_wait_for_a_source_that_never_yields()
    {
        var run = Source.From("source", Sequences.Never).Then(Sink.Ignore<int>()).Run();

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Draining_ends_a_source_that_only_writes()
    {
        var run = Source.From<int>("source", async (writer, _) =>
        {
            for (var i = 0; ; i++) await writer.WriteAsync(i, CancellationToken.None);
        }).Then(Sink.Ignore<int>()).Run();

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stopping_a_source_that_only_writes_is_no_fault()
    {
        var begun = new TaskCompletionSource();
        var run = Source.From<int>("source", async (writer, _) =>
        {
            begun.SetResult();
            for (var i = 0; ; i++) await writer.WriteAsync(i, CancellationToken.None);
        }).Then(Sink.Ignore<int>()).Run();
        await begun.Task.Limit();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
    }

    [Fact]
    public async Task Draining_leaves_in_a_channel_what_was_not_taken_from_it()
    {
        var channel = Channel.CreateUnbounded<int>();
        for (var i = 0; i < 1000; i++) channel.Writer.TryWrite(i);
        var received = new List<int>();
        var hold = new TaskCompletionSource();
        var run = Source.From("source", channel.Reader).Then(Sink.ForEachAsync<int>("sink", async (x, _) =>
        {
            received.Add(x);
            await hold.Task;
        }, hop: new(4))).Run();

        var drained = run.DrainAsync(Token);
        hold.SetResult();
        await drained.Limit();

        Assert.Equal(Enumerable.Range(0, 1000 - channel.Reader.Count), received);
    }

    [Fact]
    public async Task Draining_a_run_on_a_hop_ends_its_input()
    {
        var input = Hop<int>.Create(new(4));
        var run = Pipeline.Of<int>().Map("pass", x => x).Then(Sink.Ignore<int>()).Run(input.Reader);

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
        Assert.True(input.Writer.IsAbandoned);
    }

    [Fact]
    public async Task Draining_ends_every_source_of_a_merge()
    {
        var run = Pipeline.Merge("all", ("a", Source.From("never", Sequences.Never)), ("b", Source.From("endless", Sequences.Endless)))
            .Then(Sink.Ignore<int>()).Run();

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_pipeline_in_a_stages_place_that_the_stop_reaches_through_its_input_has_not_faulted()
    {
        var started = new TaskCompletionSource();
        PipelineRun? run = null;
        var source = Pipeline.Of<Nothing>().Then<int>("source", async (_, _, token) =>
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // What is registered last is called first: the source ends, and the stop goes on to the next stage once that has ended too.
            _ = token.Register(() => SpinWait.SpinUntil(() => run!.Snapshot().Stages[1].State >= StageState.Ended, Within.Patience));
            _ = token.Register(told.SetResult);
            started.SetResult();
            await told.Task;
            token.ThrowIfCancellationRequested();
        });
        await using (run = source.Map("stage", item => item).Then(Sink.Ignore<int>()).Run())
        {
            await started.Task.Limit();
            await run.SwapAsync("stage", Pipeline.Of<int>().Map("inner", item => item)).Limit();

            await run.StopAsync().Limit();

            Assert.True(run.Completion.IsCanceled);
        }
    }

    private static bool HasEndedInContext(Func<Task> stop)
    {
        SynchronizationContext.SetSynchronizationContext(new Busy());
        return stop().Wait(Within.Patience);
    }

    // What is posted to it waits for its thread, which is blocked.
    private sealed class Busy : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
