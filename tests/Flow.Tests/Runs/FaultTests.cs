using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class FaultTests
{
    [Theory]
    [InlineData("source")]
    [InlineData("first")]
    [InlineData("middle")]
    [InlineData("last")]
    public async Task A_fault_anywhere_ends_the_run_and_is_reported_with_its_stage(string failing)
    {
        int ThrowAt(string stage, int x) => stage == failing && x == 700 ? throw new FormatException("Bad line.") : x;
        var source = Source.From("source", Sequences.Endless.Select(x => ThrowAt("source", x)));
        var pipeline = source
            .Map("first", x => ThrowAt("first", x), hop: new(4))
            .Map("middle", x => ThrowAt("middle", x), hop: new(4))
            .Then(Sink.ForEach<int>("last", x => ThrowAt("last", x), hop: new(4)));

        await using var run = pipeline.Run();
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(failing, fault.Stage);
        Assert.Equal($"Stage '{failing}' faulted: Bad line.", fault.Message);
        Assert.IsType<FormatException>(fault.InnerException);
        Assert.All(run.Snapshot().Stages, stage =>
            Assert.Equal(stage.Path == failing ? StageState.Faulted : StageState.Ended, stage.State));
    }

    [Theory]
    [InlineData("map")]
    [InlineData("filter")]
    [InlineData("expand")]
    [InlineData("async")]
    [InlineData("parallel")]
    [InlineData("batch")]
    public async Task What_came_before_a_fault_still_arrives(string before)
    {
        var received = new List<int>();
        var start = Source.From("source", Enumerable.Range(0, 1000).Select(x => x == 500 ? throw new FormatException() : x));
        var pipeline = before switch
        {
            "map" => start.Map("stage", x => x),
            "filter" => start.Filter("stage", x => true),
            "expand" => start.Expand("stage", x => new[] { x }),
            "async" => start.MapAsync("stage", (x, _) => ValueTask.FromResult(x)),
            "parallel" => start.MapAsync("stage", async (x, _) => { await Task.Yield(); return x; }, parallelism: 8),
            _ => start.Batch("stage", 64).Expand("apart", x => x),
        };

        await using var run = pipeline.Then(Sink.ForEach<int>("keep", received.Add)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(Enumerable.Range(0, 500), received);
    }

    [Theory]
    [InlineData("expand")]
    [InlineData("call for a sequence")]
    [InlineData("sequence")]
    public async Task A_call_that_is_cancelled_though_the_stage_is_not_faults_and_what_came_before_still_arrives(string kind)
    {
        var received = new List<int>();
        var source = Source.From("source", Enumerable.Range(0, 10));
        int Check(int item) => item == 5 ? throw new OperationCanceledException() : item;
        var pipeline = kind switch
        {
            "expand" => source.Expand("stage", item => new[] { Check(item) }),
            "sequence" => source.ExpandAsync("stage", item => Sequences.One(item).Select(Check)),
            _ => source.ExpandAsync("stage", item => Sequences.One(Check(item))),
        };

        await using var run = pipeline.Then(Sink.ForEach<int>("keep", received.Add)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(Enumerable.Range(0, 5), received);
    }

    [Fact]
    public async Task What_a_stage_made_before_it_faulted_still_arrives()
    {
        var received = new List<int>();
        var pipeline = Pipeline.Of<int>().Map("stage", x => x == 500 ? throw new FormatException() : x);

        await using var run = pipeline.Run(Enumerable.Range(0, 1000), Sink.ForEach<int>("keep", received.Add));
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(Enumerable.Range(0, 500), received);
    }

    [Fact]
    public async Task Only_the_first_fault_is_reported()
    {
        var pipeline = Source.From("source", Enumerable.Range(0, 10).Select(x => x == 5 ? throw new FormatException() : x))
            .Then(Sink.To("sink", new NeverComplete()));

        await using var run = pipeline.Run();
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("source", fault.Stage);
    }

    [Fact]
    public async Task A_fault_reaches_a_source_that_waits_for_its_next_item()
    {
        var pipeline = Source.From("one", Sequences.ThreeThenNever).Map("fail", int (int _) => throw new FormatException());

        await using var run = pipeline.Then(Sink.Ignore<int>()).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("fail", fault.Stage);
    }

    [Fact]
    public async Task A_fault_in_a_call_ends_the_calls_beside_it()
    {
        var pipeline = Pipeline.Of<int>().MapAsync("call", async (x, token) =>
        {
            if (x == 3) throw new FormatException();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return x;
        }, parallelism: 4, ordered: false);

        await using var run = pipeline.Run(Enumerable.Range(0, 100), Sink.Ignore<int>());

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    [Fact]
    public async Task The_writer_given_to_a_run_is_completed_with_the_fault()
    {
        var output = Channel.CreateBounded<int>(4);
        await using var run = Source.From("source", Sequences.Endless).Map("fail", int (int _) => throw new FormatException()).Run(output.Writer);

        await Assert.ThrowsAsync<FormatException>(() => output.Reader.Completion.Limit());
    }

    [Fact]
    public async Task A_body_that_completes_its_output_with_an_error_has_faulted()
    {
        var pipeline = Pipeline.Of<int>().Then<int>("fail", (_, output, _) =>
        {
            output.Complete(new FormatException());
            return ValueTask.CompletedTask;
        });

        await using var run = pipeline.Run(Sequences.Endless, Sink.Ignore<int>());

        Assert.Equal("fail", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
    }

    [Fact]
    public async Task An_error_of_the_input_is_the_first_stages()
    {
        var input = Hop<int>.Create(new(4));
        await using var run = Pipeline.Of<int>().Map("first", x => x).Then(Sink.Ignore<int>()).Run(input.Reader);

        input.Writer.Complete(new FormatException());

        Assert.Equal("first", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
    }

    [Fact]
    public async Task A_fault_in_a_branch_ends_the_others_and_the_source()
    {
        var error = new TaskCompletionSource<Exception>();
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x % 2,
            ("even", Pipeline.Of<int>().Map("fail", int (int _) => throw new FormatException())),
            ("odd", Pipeline.Of<int>().Then<int>("watch", async (input, _, token) =>
            {
                try
                {
                    await foreach (var item in input.ReadAllAsync(token)) Assert.Equal(1, item % 2);
                }
                catch (Exception e)
                {
                    error.SetResult(e);
                    throw;
                }
            })));

        await using var run = pipeline.Run(Sequences.Endless, Sink.Ignore<int>());

        Assert.Equal("parity/even/fail", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
        Assert.NotNull(await error.Task.Limit());
    }

    [Fact]
    public async Task A_fault_in_one_source_ends_the_merge_and_the_other_sources()
    {
        var merged = Pipeline.Merge("all",
            ("a", Source.From("endless", Sequences.Endless)),
            ("b", Source.From("fail", Enumerable.Range(0, 1).Select(int (_) => throw new FormatException()))));

        await using var run = merged.Then(Sink.Ignore<int>()).Run();

        Assert.Equal("all/b/fail", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
    }

    [Fact]
    public async Task Items_that_a_fault_leaves_behind_are_each_released_once()
    {
        var made = new List<Rented>();
        var source = Source.From("source", Sequences.Endless.Select(_ =>
        {
            var item = new Rented();
            made.Add(item);
            return item;
        }));
        var seen = 0;
        var pipeline = source.Map("pass", x => x, hop: new(16)).Then(Sink.ForEach<Rented>("fail", item =>
        {
            item.Dispose();
            if (++seen == 1000) throw new FormatException();
        }));

        await using var run = pipeline.Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.All(made, item => Assert.Equal(1, item.Disposals));
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(hop.Reading.Items, hop.Reading.Delivered + hop.Reading.Faulted));
    }

    [Fact]
    public async Task A_fault_where_a_state_is_ended_is_the_stages()
    {
        await using var run = Source.From("source", [1]).Then("stateful", new EndsBadly()).Then(Sink.Ignore<int>()).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("stateful", fault.Stage);
        Assert.IsType<FormatException>(fault.InnerException);
    }

    [Fact]
    public async Task A_release_that_throws_is_a_fault_and_the_run_ends()
    {
        var pipeline = Source.From("source", Sequences.Endless)
            .Then(Sink.ForEach<int>("fail", _ => throw new FormatException(),
                hop: new(16) { Release = (_, _) => throw new InvalidOperationException() }));

        await using var run = pipeline.Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    private sealed class NeverComplete : ChannelWriter<int>
    {
        public override bool TryWrite(int item) => true;

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

        public override bool TryComplete(Exception? error = null) => throw new InvalidOperationException("It will not complete.");
    }

    private sealed class EndsBadly : IStatefulStage<int, int, int>
    {
        public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int state, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken)) state += item;
            return state;
        }

        public ValueTask EndAsync(int state, ChannelWriter<int> output, CancellationToken cancellationToken) => throw new FormatException();
    }

    [Fact]
    public async Task What_a_hops_release_throws_is_a_fault_of_the_run()
    {
        await using var run = Source.From("source", [1, 2, 3])
            .Then<Nothing>("sink", async (input, _, token) => Assert.True(await input.WaitToReadAsync(token)),
                new HopOptions<int>(8) { Release = static (_, _) => throw new InvalidDataException() })
            .Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.IsType<AggregateException>(fault.InnerException);
    }
}
