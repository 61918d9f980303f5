namespace Flow.Tests.Pipelines;

public class ReplaceTests
{
    private static readonly Pipeline<int, int> Original = Pipeline.Of<int>()
        .Map("add", x => x + 1)
        .Then("nested", Pipeline.Of<int>().Map("double", x => x * 2).Map("negate", x => -x, hop: new(8) { Name = "doubled" }))
        .Partition("parity", x => x & 1, ("even", Pipeline.Of<int>().Map("keep", x => x)), ("odd", Pipeline.Of<int>()));

    [Theory]
    [InlineData("add", 19)]
    [InlineData("nested/double", -11)]
    [InlineData("nested/negate", 21 + 1)]
    [InlineData("parity/even/keep", -21 - 1)]
    public async Task A_stage_is_replaced_by_its_path(string path, int expected)
    {
        IStage<int, int> stage = path switch
        {
            "add" => Stage(x => x - 11),
            "nested/double" => Stage(x => x),
            "nested/negate" => Stage(x => x),
            _ => Stage(x => x),
        };
        var input = path == "add" ? 1 : 10;

        var replaced = await Original.Replace(path, stage).CollectAsync([input]);

        Assert.Equal(path == "add" ? 20 : expected, Assert.Single(replaced));
    }

    [Fact]
    public async Task A_nested_pipeline_is_replaced_by_a_stage()
    {
        var replaced = Original.Replace("nested", Stage(x => x * 100));

        Assert.Equal(1100, Assert.Single(await replaced.CollectAsync([10])));
        Assert.DoesNotContain("nested/double", replaced.Stages);
    }

    [Fact]
    public async Task A_stage_is_replaced_by_a_pipeline()
    {
        var replaced = Original.Replace("add", Pipeline.Of<int>().Map("a", x => x + 2).Map("b", x => x + 3));

        Assert.Contains("add/b", replaced.Stages);
        Assert.Equal(-30, Assert.Single(await replaced.CollectAsync([10])));
    }

    [Theory]
    [InlineData("add.nested/double")]
    [InlineData("nested/doubled")]
    [InlineData("nested/negate.parity")]
    [InlineData("parity.parity/even/keep")]
    [InlineData("parity/even/keep.merge")]
    public async Task A_hop_is_replaced_by_its_name_and_keeps_it(string name)
    {
        var replaced = Original.Replace(name, new HopOptions<int>(77));
        await using var run = replaced.Run([1, 2, 3], Sink.Ignore<int>());
        await run.Completion.Limit();

        Assert.Equal(Original.Names, replaced.Names);
        var bounds = run.Snapshot().Hops.ToDictionary(hop => hop.Reading.Name, hop => hop.Reading.Capacity);
        Assert.Equal(77, bounds[name]);
        Assert.Equal(1, bounds.Count(hop => hop.Value == 77));
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Original.Replace("nowhere", Stage(x => x)));

        Assert.Contains("There is no 'nowhere'; the stages are 'add', 'nested/double', ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_of_other_types_is_refused_with_both()
    {
        var lengths = Pipeline.Of<List<string>>().Map("count", x => (long)x.Count);

        var error = Assert.Throws<ArgumentException>(() => Original.Replace("add", lengths));

        Assert.StartsWith(
            "The stage 'add' goes from Int32 to Int32; what was to replace it goes from List<String> to Int64.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_is_named_as_one_would_write_it()
    {
        var error = Assert.Throws<ArgumentException>(() => Original.Replace("add", Pipeline.Of<Dictionary<string, int[]>>()));

        Assert.Contains("Dictionary<String, Int32[]>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hop_of_other_items_is_refused_with_both()
    {
        var error = Assert.Throws<ArgumentException>(() => Original.Replace("nested/doubled", new HopOptions<string[]>(4)));

        Assert.StartsWith(
            "The hop 'nested/doubled' holds items of Int32; what was to replace it holds items of String[].",
            error.Message, StringComparison.Ordinal);
    }

    private static Pipeline<int, int> Stage(Func<int, int> map) => Pipeline.Of<int>().Map("map", map);
}
