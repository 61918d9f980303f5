namespace Flow.Tests.Runs;

public class SchedulerNameTests
{
    private static readonly TaskScheduler Own = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    private static readonly Pipeline<int, int> Nested = Pipeline.Of<int>()
        .Then("a", Pipeline.Of<int>().Map("x", x => x).Then("deep", Pipeline.Of<int>().Map("y", x => x)))
        .Then("b", Pipeline.Of<int>().Map("x", x => x));

    [Theory]
    [InlineData("y")]
    [InlineData("deep")]
    [InlineData("deep/y")]
    [InlineData("a/deep/y")]
    public async Task The_end_of_a_path_will_do(string name)
    {
        TaskScheduler? seen = null;
        var noting = Nested.Replace("a/deep/y", Pipeline.Of<int>().Tap("note", _ => seen = TaskScheduler.Current));

        await using var run = Start(noting, name);
        await run.Completion.Limit();

        Assert.Same(Own, seen);
    }

    [Fact]
    public void An_end_that_several_paths_have_is_refused()
    {
        Assert.Equal("'x' may be any of 'a/x', 'b/x'; give the whole path.", Assert.Throws<ArgumentException>(() => { _ = Start(Nested, "x"); }).Message);
    }

    [Fact]
    public void Two_names_of_one_stage_are_refused() => Assert.StartsWith(
        "The schedulers 'y' and 'a/deep/y' are both for 'a/deep/y'; give one.",
        Assert.Throws<ArgumentException>(() => { _ = Start(Nested, "y", "a/deep/y"); }).Message, StringComparison.Ordinal);

    private static PipelineRun Start(Pipeline<int, int> pipeline, params string[] names) => pipeline.Run(
        [1], Sink.Ignore<int>(), new RunOptions { Schedulers = names.ToDictionary(name => name, _ => Own) });
}
