namespace Flow.Tests.Pipelines;

public class NestingTests
{
    [Fact]
    public async Task A_pipeline_is_a_stage_that_can_be_run_by_hand()
    {
        IStage<int, int> inner = Pipeline.Of<int>().Map("a", x => x + 1).Map("b", x => x * 2);
        var outer = Pipeline.Of<int>().Then<int>("by-hand", (input, output, token) => inner.RunAsync(input, output, token));

        Assert.Equal([4, 6, 8], await outer.CollectAsync([1, 2, 3]));
    }

    [Fact]
    public async Task A_fault_in_a_pipeline_run_by_hand_is_a_fault_of_the_stage_that_ran_it()
    {
        IStage<int, int> inner = Pipeline.Of<int>().Map("a", int (int _) => throw new FormatException("Bad line."));
        var outer = Pipeline.Of<int>().Then<int>("by-hand", (input, output, token) => inner.RunAsync(input, output, token));

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => outer.CollectAsync([1, 2, 3]));

        Assert.Equal("Stage 'by-hand' faulted: Stage 'a' faulted: Bad line.", fault.Message);
    }

    [Fact]
    public async Task The_end_of_a_sink_reaches_a_source_through_a_pipeline_run_by_hand()
    {
        IStage<int, int> inner = Pipeline.Of<int>().Map("a", x => x);
        var outer = Pipeline.Of<int>().Then<int>("by-hand", (input, output, token) => inner.RunAsync(input, output, token));
        var nobody = Pipeline.Of<int>().Then<Nothing>("nobody", (_, _, _) => ValueTask.CompletedTask);

        await using var run = outer.Run(Sequences.Never, nobody);

        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_fault_in_a_nested_pipeline_is_named_by_its_path()
    {
        var pipeline = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Map("a", int (int _) => throw new FormatException()));

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => pipeline.CollectAsync([1]));

        Assert.Equal("outer/a", fault.Stage);
    }

    [Fact]
    public async Task A_pipeline_may_run_many_times_at_once()
    {
        var pipeline = Pipeline.Of<int>().Batch("batch", 3).Expand("apart", x => x).MapAsync("same", (x, _) => ValueTask.FromResult(x), 4);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pipeline.CollectAsync(Enumerable.Range(0, 500))));

        Assert.All(results, result => Assert.Equal(Enumerable.Range(0, 500), result));
    }
}
