using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class SwapTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_new_stage_goes_on_where_the_old_one_left_off()
    {
        var input = Hop<int>.Create(new(4));
        var output = Hop<string>.Create(new(100));
        await using var run = Pipeline.Of<int>().Map("name", x => $"old {x}").Run(input.Reader, output.Writer);
        await input.Writer.WriteAsync(1, Token);
        await output.Reader.WaitToReadAsync(Token);

        await run.SwapAsync("name", Stage((int x) => $"new {x}"), Token).Limit();
        await input.Writer.WriteAsync(2, Token);
        input.Writer.Complete();

        Assert.Equal(["old 1", "new 2"], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_source_is_swapped_and_the_new_one_starts_anew()
    {
        var output = Hop<int>.Create(new(1));
        await using var run = Source.From("source", Sequences.ThreeThenNever).Run(output.Writer);
        for (var i = 0; i < 3; i++) Assert.Equal(i, await output.Reader.ReadAsync(Token));

        await run.SwapAsync("source", Source.From("other", Sequences.ThreeThenNever), Token).Limit();
        for (var i = 0; i < 3; i++) Assert.Equal(i, await output.Reader.ReadAsync(Token));
        await run.SwapAsync("source", Source.From("third", [7]), Token).Limit();

        Assert.Equal([7], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_drain_reaches_a_source_that_was_swapped_in()
    {
        await using var run = Source.From("source", Sequences.Never).Then(Sink.Ignore<int>()).Run();
        await run.SwapAsync("source", Source.From("other", Sequences.Never), Token).Limit();

        await run.DrainAsync(Token).Limit();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_drain_reaches_a_source_that_takes_the_place_of_one_that_has_not_returned_yet()
    {
        var (begun, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Source.From<int>("source", async (_, _) =>
        {
            begun.SetResult();
            await letGo.Task;
        }).Then(Sink.Ignore<int>()).Run();
        await begun.Task.Limit();
        var swap = run.SwapAsync("source", Source.From("other", Sequences.Never), Token);

        var drained = run.DrainAsync(Token);
        letGo.SetResult();

        await swap.Limit();
        await drained.Limit();
    }

    [Fact]
    public async Task A_stage_that_was_swapped_out_writes_no_more()
    {
        ChannelWriter<int>? kept = null;
        var (input, received) = (Hop<int>.Create(new(4)), new List<int>());
        await using var run = Pipeline.Of<int>()
            .Then<int>("stage", async (items, output, token) =>
            {
                kept = output;
                await foreach (var item in items.ReadAllAsync(token)) await output.WriteAsync(item, token);
            })
            .Then(Sink.ForEach<int>("keep", received.Add)).Run(input.Reader);
        await input.Writer.WriteAsync(1, Token);

        await run.SwapAsync("stage", Stage((int x) => x), Token).Limit();
        Assert.False(kept!.TryWrite(-1));
        await input.Writer.WriteAsync(2, Token);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal([1, 2], received);
    }

    [Fact]
    public async Task A_sink_is_swapped()
    {
        var (before, after) = (new List<int>(), new List<int>());
        var input = Hop<int>.Create(new(1));
        await using var run = Sink.ForEach<int>("sink", before.Add).Run(input.Reader);
        for (var i = 0; i < 100; i++) await input.Writer.WriteAsync(i, Token);

        await run.SwapAsync("sink", Sink.ForEach<int>("sink", after.Add), Token).Limit();
        for (var i = 100; i < 200; i++) await input.Writer.WriteAsync(i, Token);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 200), before.Concat(after));
        Assert.True(after.Count >= 100);
    }

    [Fact]
    public async Task A_nested_stage_is_found_by_its_path_and_by_its_name()
    {
        var pipeline = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Then("inner", Pipeline.Of<int>().Map("add", x => x + 1)));
        var (input, output) = (Hop<int>.Create(new(4)), Hop<int>.Create(new(4)));
        await using var run = pipeline.Run(input.Reader, output.Writer);

        await run.SwapAsync("outer/inner/add", Stage((int x) => x + 2), Token).Limit();
        await run.SwapAsync("add", Stage((int x) => x + 3), Token).Limit();
        await input.Writer.WriteAsync(0, Token);

        Assert.Equal(3, await output.Reader.ReadAsync(Token));
    }

    [Fact]
    public async Task A_pipeline_may_take_a_stages_place()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<int>.Create(new(4)));
        await using var run = Pipeline.Of<int>().Map("add", x => x + 1).Run(input.Reader, output.Writer);

        await run.SwapAsync("add", Pipeline.Of<int>().Map("a", x => x + 10).Map("b", x => x + 100), Token).Limit();
        await input.Writer.WriteAsync(0, Token);
        Assert.Equal(110, await output.Reader.ReadAsync(Token));
        await run.SwapAsync("add", Stage((int x) => x + 5), Token).Limit();
        await input.Writer.WriteAsync(0, Token);

        Assert.Equal(5, await output.Reader.ReadAsync(Token));
    }

    [Fact]
    public async Task A_fault_in_a_pipeline_that_took_a_stages_place_is_known_by_the_path_through_both()
    {
        var input = Hop<int>.Create(new(4));
        await using var run = Pipeline.Of<int>().Map("add", x => x + 1).Then(Sink.Ignore<int>()).Run(input.Reader);
        await run.SwapAsync("add", Pipeline.Of<int>()
            .Then("a", Pipeline.Of<int>().Map("nested", x => x).Map("fail", int (_) => throw new FormatException("Bad."))).Map("b", x => x), Token).Limit();

        await input.Writer.WriteAsync(0, Token);

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal(("add/a/fail", "Stage 'add/a/fail' faulted: Bad."), (fault.Stage, fault.Message));
        Assert.IsType<FormatException>(fault.InnerException);
    }

    [Fact]
    public async Task A_function_may_take_a_stages_place()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<int>.Create(new(4)));
        await using var run = Pipeline.Of<int>().Map("add", x => x + 1).Run(input.Reader, output.Writer);

        await run.SwapAsync<int, int>("add", async (items, results, token) =>
        {
            await foreach (var item in items.ReadAllAsync(token)) await results.WriteAsync(-item, token);
        }, Token).Limit();
        await input.Writer.WriteAsync(7, Token);

        Assert.Equal(-7, await output.Reader.ReadAsync(Token));
    }

    [Fact]
    public async Task The_state_is_handed_over_at_a_fence_and_ended_at_the_end()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<string>.Create(new(100)));
        await using var run = Pipeline.Of<int>().Then("sum", new Sum("a")).Run(input.Reader, output.Writer);
        await input.Writer.WriteAsync(1, Token);
        Assert.Equal("a 1", await output.Reader.ReadAsync(Token));

        await run.SwapAsync("sum", new Sum("b"), Token).Limit();
        await input.Writer.WriteAsync(2, Token);
        input.Writer.Complete();

        Assert.Equal(["b 3", "b ends with 3"], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_stage_that_hands_over_state_runs_as_any_other_where_nobody_swaps()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<string>.Create(new(100)));
        input.Writer.TryWrite(1);
        input.Writer.Complete();

        await ((IStage<int, string>)new Sum("a")).RunAsync(input.Reader, output.Writer, Token);
        output.Writer.Complete();

        Assert.Equal(["a 1", "a ends with 1"], await output.Reader.ReadAllAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_state_that_was_not_returned_is_not_ended()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<string>.Create(new(100)));
        await using var run = Pipeline.Of<int>().Then("sum", new Sum("old")).Run(input.Reader, output.Writer);
        await input.Writer.WriteAsync(1, Token);
        Assert.Equal("old 1", await output.Reader.ReadAsync(Token));
        // It returns its state at a fence, goes on with it, and does not return again.
        await run.SwapAsync("sum", new Sum("new"), Token).Limit();
        await input.Writer.WriteAsync(1, Token);
        Assert.Equal("new 2", await output.Reader.ReadAsync(Token));

        await run.StopAsync().Limit();

        Assert.False(output.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_refused()
    {
        await using var run = Nested().Run();

        await Refused<ArgumentException>(run.SwapAsync("stack", Stage((int x) => x), Token),
            "There is no stage 'stack' in the run; there are 'source', 'a/end', 'b/end', 'parity', 'parity/even/pass', 'parity/odd/pass', 'parity/merge', 'ignore'.");
    }

    [Fact]
    public async Task A_name_that_several_stages_have_is_refused()
    {
        await using var run = Nested().Run();

        await Refused<ArgumentException>(run.SwapAsync("end", Stage((int x) => x), Token),
            "'end' may be any of 'a/end', 'b/end'; give the whole path.");
    }

    [Fact]
    public async Task A_pipeline_is_not_swapped_whole()
    {
        await using var run = Nested().Run();

        await Refused<ArgumentException>(run.SwapAsync("a", Stage((int x) => x), Token),
            "'a' is a pipeline, and only stages can be swapped while they run; it has 'a/end'.");
    }

    [Fact]
    public async Task A_pipeline_that_is_not_swapped_is_told_of_its_own_stages_alone()
    {
        var stage = Pipeline.Of<int>().Map("end", x => x);
        await using var run = Source.From("source", Sequences.Never).Then("a", stage).Then("ab", stage).Then(Sink.Ignore<int>()).Run();

        await Refused<ArgumentException>(run.SwapAsync("a", Stage((int x) => x), Token),
            "'a' is a pipeline, and only stages can be swapped while they run; it has 'a/end'.");
    }

    [Theory]
    [InlineData("parity")]
    [InlineData("parity/merge")]
    public async Task What_holds_branches_together_is_not_swapped(string name)
    {
        await using var run = Nested().Run();

        await Refused<InvalidOperationException>(run.SwapAsync(name, Stage((int x) => x), Token),
            $"'{name}' is more than a stage from one hop to another and cannot be swapped; the stages nested in it can.");
    }

    [Fact]
    public async Task Other_types_are_refused()
    {
        await using var run = Nested().Run();

        await Refused<ArgumentException>(run.SwapAsync("a/end", Stage((int x) => $"{x}"), Token),
            "The stage 'a/end' goes from Int32 to Int32; what was to replace it goes from Int32 to String.");
    }

    [Fact]
    public async Task A_stage_that_cannot_take_over_the_state_is_refused()
    {
        var (input, output) = (Hop<int>.Create(new(4)), Hop<string>.Create(new(100)));
        await using var run = Pipeline.Of<int>().Then("sum", new Sum("a")).Run(input.Reader, output.Writer);

        await Refused<ArgumentException>(run.SwapAsync("sum", Stage((int x) => $"{x}"), Token),
            "The stage 'sum' hands over a state of Int32; what was to take its place takes none.");
        await Refused<ArgumentException>(run.SwapAsync("sum", new Remember(), Token),
            "The stage 'sum' hands over a state of Int32; what was to take its place takes a state of String.");
    }

    [Fact]
    public async Task A_stage_on_a_channel_that_the_run_cannot_fence_is_refused()
    {
        var input = Channel.CreateBounded<int>(1);
        await using var run = Pipeline.Of<int>().Map("first", x => x).Then(Sink.Ignore<int>()).Run(input.Reader);

        await Refused<InvalidOperationException>(run.SwapAsync("first", Stage((int x) => x), Token),
            "The stage 'first' reads a channel of somebody else's, which the run cannot fence; give the run a hop's reader instead.");
        await run.SwapAsync("ignore", Sink.Ignore<int>(), Token).Limit();
    }

    [Fact]
    public async Task A_second_swap_of_a_stage_is_refused_while_one_is_pending()
    {
        var held = new Held();
        await using var run = held.Pipeline.Run();
        await held.Begun.Limit();
        var first = run.SwapAsync("held", Sink.Ignore<int>(), Token);

        await Refused<InvalidOperationException>(run.SwapAsync("held", Sink.Ignore<int>(), Token),
            "A swap of the stage 'held' is pending already.");

        Assert.Contains(run.Snapshot().Stages, stage => stage is { Path: "held", State: StageState.Swapping });
        Assert.Contains("held    swapping", run.Snapshot().ToString(), StringComparison.Ordinal);
        held.LetGo();
        await first.Limit();
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_stage_that_has_returned_is_refused()
    {
        var (input, output) = (Hop<int>.Create(new(1)), Hop<int>.Create(new(1)));
        await using var run = Pipeline.Of<int>().Then<int>("enough", (_, _, _) => ValueTask.CompletedTask)
            .Then<int>("last", async (_, _, token) => await new TaskCompletionSource().Task.WaitAsync(token)).Run(input.Reader, output.Writer);
        while (await input.Writer.WaitToWriteAsync(Token)) input.Writer.TryWrite(1);

        await Refused<InvalidOperationException>(run.SwapAsync("enough", Stage((int x) => x), Token), "The stage 'enough' has ended.");
    }

    [Fact]
    public async Task A_run_that_has_ended_is_refused()
    {
        await using var run = Source.From("source", [1]).Then(Sink.Ignore<int>()).Run();
        await run.Completion.Limit();

        await Refused<InvalidOperationException>(run.SwapAsync("ignore", Sink.Ignore<int>(), Token),
            "The run has ended; nothing can be swapped any more.");
    }

    [Fact]
    public async Task A_cancelled_swap_starts_the_old_stage_again()
    {
        using var cancel = new CancellationTokenSource();
        var held = new Held();
        await using var run = held.Pipeline.Run();
        await held.Begun.Limit();
        var swap = run.SwapAsync("held", Sink.ForEach<int>("other", _ => throw new FormatException()), cancel.Token);

        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => swap.Limit());
        held.LetGo();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 1000), held.Received);
        Assert.Equal(2, held.Starts);
    }

    [Fact]
    public async Task A_swap_may_follow_one_that_was_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var held = new Held();
        await using var run = held.Pipeline.Run();
        await held.Begun.Limit();
        var first = run.SwapAsync("held", Sink.ForEach<int>("other", _ => throw new FormatException()), cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Limit());

        var second = run.SwapAsync("held", Sink.ForEach<int>("third", held.Received.Add), Token);
        held.LetGo();
        await second.Limit();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 1000), held.Received);
        Assert.Equal(1, held.Starts);
    }

    [Fact]
    public async Task A_swap_whose_token_is_cancelled_already_asks_for_nothing()
    {
        await using var run = Nested().Run();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.SwapAsync("a/end", Stage((int x) => x), new CancellationToken(true)));

        Assert.All(run.Snapshot().Stages, stage => Assert.Equal(StageState.Running, stage.State));
    }

    [Fact]
    public async Task A_stage_that_faults_at_the_fence_faults_the_run_and_the_swap()
    {
        var begun = new TaskCompletionSource();
        var pipeline = Source.From("source", Sequences.Never).Then<Nothing>("fails", async (input, _, token) =>
        {
            begun.SetResult();
            await input.WaitToReadAsync(token);
            throw new FormatException("At the fence.");
        });
        await using var run = pipeline.Run();
        await begun.Task.Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.SwapAsync("fails", Sink.Ignore<int>(), Token).Limit());

        Assert.Equal("Stage 'fails' faulted: At the fence.", fault.Message);
        Assert.Same(fault, await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit()));
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_a_pending_swap()
    {
        var held = new Held();
        await using var run = held.Pipeline.Run();
        await held.Begun.Limit();
        var swap = run.SwapAsync("held", Sink.Ignore<int>(), Token);

        var stopped = run.StopAsync();
        held.LetGo();

        await Refused<InvalidOperationException>(swap, "The stage 'held' ended before it was swapped.");
        await stopped.Limit();
    }

    [Fact]
    public async Task A_fault_elsewhere_ends_a_pending_swap()
    {
        var (begun, fail, letGo) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Source.From("source", [1])
            .Then<int>("held", async (input, output, _) =>
            {
                await output.WriteAsync(1, Token);
                begun.SetResult();
                await letGo.Task;
            })
            .Then<Nothing>("fails", async (_, _, _) =>
            {
                await fail.Task;
                throw new FormatException();
            })
            .Run();
        await begun.Task.Limit();
        var swap = run.SwapAsync("held", Stage((int x) => x), Token);

        fail.SetResult();
        while (!run.Snapshot().Stages[1].IgnoresCancellation) await Task.Yield();
        letGo.SetResult();

        Assert.Equal("fails", (await Assert.ThrowsAsync<StageFaultException>(() => swap.Limit())).Stage);
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    private static Pipeline<Nothing, Nothing> Nested() => Source.From("source", Sequences.Never)
        .Then("a", Pipeline.Of<int>().Map("end", x => x))
        .Then("b", Pipeline.Of<int>().Map("end", x => x))
        .Partition("parity", x => x % 2, ("even", Pipeline.Of<int>().Map("pass", x => x)), ("odd", Pipeline.Of<int>().Map("pass", x => x)))
        .Then(Sink.Ignore<int>());

    private static async Task Refused<TException>(Task swap, string message)
        where TException : Exception => Assert.Equal(message, (await Assert.ThrowsAsync<TException>(() => swap.Limit())).Message);

    private static Pipeline<TIn, TOut> Stage<TIn, TOut>(Func<TIn, TOut> map) => Pipeline.Of<TIn>().Map("other", map);

    // A sink that takes one item and keeps it until it is let go.
    private sealed class Held
    {
        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource _letGo = new();

        public Task Begun => _begun.Task;

        public List<int> Received { get; } = [];

        public int Starts { get; private set; }

        public Pipeline<Nothing, Nothing> Pipeline => Source.From("source", Enumerable.Range(0, 1000)).Then<Nothing>("held", async (input, _, token) =>
        {
            Starts++;
            while (await input.WaitToReadAsync(token))
            {
                while (input.TryRead(out var item))
                {
                    _begun.TrySetResult();
                    await _letGo.Task;
                    Received.Add(item);
                }
            }
        });

        public void LetGo() => _letGo.SetResult();
    }

    private sealed class Sum(string name) : IStatefulStage<int, string, int>
    {
        public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<string> output, int state, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken))
            {
                state += item;
                await output.WriteAsync($"{name} {state}", cancellationToken);
            }

            return state;
        }

        public ValueTask EndAsync(int state, ChannelWriter<string> output, CancellationToken cancellationToken) =>
            output.WriteAsync($"{name} ends with {state}", cancellationToken);
    }

    private sealed class Remember : IStatefulStage<int, string, string>
    {
        public ValueTask<string> RunAsync(
            ChannelReader<int> input, ChannelWriter<string> output, string? state, CancellationToken cancellationToken) => new("");
    }
}
