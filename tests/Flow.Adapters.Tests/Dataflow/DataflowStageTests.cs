using System.Threading.Tasks.Dataflow;
using Flow.Testing;

namespace Flow.Adapters.Tests.Dataflow;

public class DataflowStageTests
{
    private static readonly ExecutionDataflowBlockOptions Narrow = new() { BoundedCapacity = 4, MaxDegreeOfParallelism = 3 };

    public static TheoryData<Law<StageSubject<int, int>, StageCase>> Laws() => [.. StageLaws<int, int>.All];

    [Theory]
    [MemberData(nameof(Laws))]
    public void A_block_in_a_pipeline_keeps_every_law(Law<StageSubject<int, int>, StageCase> law) => law.Hold(
        new StageSubject<int, int>(
            "a transform block",
            () => Pipeline.Of<int>().Through("block", () => new TransformBlock<int, int>(x => x + 1, Narrow)),
            static number => number,
            static items => [.. items.Select(static item => item + 1)])
        { Hand = 1 + 4 + 1 },
        Execution.Stress, samples: 100);

    [Fact]
    public async Task It_takes_no_place_that_has_a_fault_policy()
    {
        const string Refusal =
            "The stage 'stage' throws at an item later than it takes it, so it can have no fault policy but Stop: the item in hand may be another.";
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        var block = Pipeline.Of<int>().Through("stage", static () => new TransformBlock<int, int>(static x => x));
        var pipeline = Pipeline.Of<int>().Map("stage", static x => x).OnFault("stage", FaultPolicy.Skip(letters.Writer));
        await using var run = pipeline.Run(Hop<int>.Create(new(1)).Reader, Hop<int>.Create(new(1)).Writer);

        Assert.Equal(Refusal, Assert.Throws<ArgumentException>(() => block.OnFault("stage", FaultPolicy.Skip(letters.Writer))).Message);
        Assert.Equal(Refusal, Assert.Throws<ArgumentException>(() => pipeline.Replace("stage", block)).Message);
        Assert.Equal(Refusal, (await Assert.ThrowsAsync<ArgumentException>(() => run.SwapAsync("stage", block))).Message);
    }

    [Fact]
    public async Task A_block_that_gathers_gives_the_last_part_too()
    {
        var batches = new List<int[]>();
        var pipeline = Pipeline.Of<int>().Through("gather", () => new BatchBlock<int>(4, new GroupingDataflowBlockOptions { BoundedCapacity = 8 }));
        for (var times = 0; times < 2; times++)
        {
            await using var run = pipeline.Run(Enumerable.Range(0, 10), Sink.ForEach<int[]>("collect", batches.Add));
            await run.Completion.Limit();
        }

        int[][] expected = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]];
        Assert.Equal([.. expected, .. expected], batches);
    }

    [Fact]
    public async Task A_blocks_fault_is_the_stages()
    {
        var pipeline = Pipeline.Of<int>().Through("block", () => new TransformBlock<int, int>(x => 10 / (x - 2), Narrow));
        await using var run = pipeline.Run(Enumerable.Range(0, 500), Sink.Ignore<int>());
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("block", fault.Stage);
        Assert.IsType<DivideByZeroException>(fault.InnerException);
    }

    [Fact]
    public async Task A_block_that_keeps_what_is_taken_is_refused()
    {
        var pipeline = Pipeline.Of<int>().Through("all", () => new BroadcastBlock<int>(item => item));
        await using var run = pipeline.Run([1, 2, 3], Sink.Ignore<int>());
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("all", fault.Stage);
        Assert.StartsWith(
            "The block is a BroadcastBlock, which gives its item again and again", Assert.IsType<ArgumentException>(fault.InnerException).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopped_or_abandoned_the_stage_ends_when_the_block_has(bool stopped)
    {
        TransformBlock<int, int>? block = null;
        var called = new TaskCompletionSource();
        var pipeline = Pipeline.Of<int>().Through("block", () => block = new TransformBlock<int, int>(x =>
        {
            called.TrySetResult();
            return x;
        }, Narrow));
        var output = Hop<int>.Create(new(1));
        await using var run = Source.From("numbers", Enumerable.Range(0, 500)).Then(pipeline).Run(output.Writer);
        await called.Task.Limit();

        if (stopped) await run.StopAsync().Limit();
        else output.Reader.Abandon();

        await Task.WhenAny(run.Completion).Limit();
        Assert.True(block!.Completion.IsCompleted);
        Assert.Equal(0, block.OutputCount + block.InputCount);
    }

    [Fact]
    public async Task What_came_before_the_error_of_the_input_arrives()
    {
        var received = new List<int>();
        var pipeline = Pipeline.Of<int>().Through("block", () => new TransformBlock<int, int>(x => x * 2, Narrow));
        await using var run = pipeline.Run(
            Enumerable.Range(0, 51).Select(x => x < 50 ? x : throw new InvalidOperationException()), Sink.ForEach<int>("collect", received.Add));
        Assert.Equal("source", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
        Assert.Equal(Enumerable.Range(0, 50).Select(x => x * 2), received);
    }
}
