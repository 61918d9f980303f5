using System.Threading.Channels;

namespace Flow.Tests.Pipelines;

public class ChangeTests
{
    private static readonly Pipeline<int, string> Original = Pipeline.Of<int>()
        .Map("add", x => x + 1)
        .Then("nested", Pipeline.Of<int>().Map("double", x => x * 2).Map("negate", x => -x, hop: new(8) { Name = "doubled" }))
        .Partition("parity", x => x & 1, ("even", Pipeline.Of<int>().Map("keep", x => x)), ("odd", Pipeline.Of<int>().Map("keep", x => x)))
        .Map("name", x => $"{x}");

    [Theory]
    [InlineData("add", "new", -222)]
    [InlineData("nested", "new", -222)]
    [InlineData("nested/negate", "nested/new", -122)]
    [InlineData("negate", "nested/new", -122)]
    [InlineData("parity", "new", 78)]
    [InlineData("parity/even/keep", "parity/even/new", 78)]
    public async Task A_stage_is_put_before_another(string name, string path, int expected)
    {
        var changed = Original.Before(name, "new", new Add(100));

        Assert.Equal(path, Assert.Single(changed.Stages.Except(Original.Stages)));
        Assert.Equal($"{expected}", Assert.Single(await changed.CollectAsync([10])));
    }

    [Fact]
    public async Task A_stage_is_put_after_another_behind_a_hop_of_its_own()
    {
        var changed = Original.After("nested/double", "new", new Add(100), new HopOptions<int>(3) { Name = "added" });

        Assert.Equal(
            """
            add -> [256] -> nested -> [256] -> parity -> [256] -> name
              nested: double -> [added 3] -> new -> [doubled 8] -> negate
              parity/even: [256] -> keep
              parity/odd: [256] -> keep
            """, changed.ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal("-122", Assert.Single(await changed.CollectAsync([10])));
    }

    [Fact]
    public async Task A_stage_is_replaced_by_a_function()
    {
        var changed = Original.Replace<int, int>("add", async (input, output, token) =>
        {
            await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item + 10, token);
        });

        Assert.Equal("-40", Assert.Single(await changed.CollectAsync([10])));
    }

    [Fact]
    public async Task A_nested_stage_or_hop_is_found_by_the_end_of_its_path()
    {
        var changed = Original.Replace("double", Stage(x => x)).Replace("doubled", new HopOptions<int>(3));

        Assert.Equal("-11", Assert.Single(await changed.CollectAsync([10])));
        Assert.Contains("[doubled 3]", changed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_is_renamed_and_hops_called_after_it_follow()
    {
        var changed = Original.Rename("nested/double", "twice").Rename("add", "plus").Rename("parity", "kind");

        Assert.Equal(
            ["plus", "nested/twice", "nested/negate", "kind", "kind/even/keep", "kind/odd/keep", "kind/merge", "name"], changed.Stages);
        Assert.Contains("plus.nested/twice", changed.Names);
    }

    [Fact]
    public void A_nested_pipeline_is_renamed()
    {
        Assert.Equal(["inside/double", "inside/negate"], Original.Rename("nested", "inside").Stages.Skip(1).Take(2));
    }

    [Theory]
    [InlineData("nested/doubled", "nested/new")]
    [InlineData("doubled", "nested/new")]
    [InlineData("add.nested/double", "nested/new")]
    [InlineData("parity/even/keep.merge", "parity/new")]
    [InlineData("parity/merge.name", "new")]
    public void A_hop_is_renamed(string name, string expected)
    {
        var changed = Original.Rename(name, "new");

        Assert.Equal(expected, Assert.Single(changed.Names.Except(Original.Names)));
    }

    [Fact]
    public void A_renamed_hop_keeps_its_bound() =>
        Assert.Contains("[new 8]", Original.Rename("doubled", "new").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_new_name_is_a_name()
    {
        Assert.StartsWith(
            "The name 'a/b' has a slash; slashes are in the paths of nested stages only.",
            Assert.Throws<ArgumentException>(() => Original.Rename("add", "a/b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_path_begins_at_a_slash() =>
        Assert.StartsWith("There is no 'egate';", Assert.Throws<ArgumentException>(() => Original.Rename("egate", "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_in_use_is_refused()
    {
        Assert.StartsWith("The name 'name' is there twice;",
            Assert.Throws<ArgumentException>(() => Original.Rename("add", "name")).Message, StringComparison.Ordinal);
        Assert.StartsWith("The name 'name' is there twice;",
            Assert.Throws<ArgumentException>(() => Original.Before("add", "name", new Add(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_that_several_paths_have_is_refused()
    {
        Refused(() => Original.Replace("keep", Stage(x => x)), "'keep' may be any of 'parity/even/keep', 'parity/odd/keep'; give the whole path.");
    }

    [Fact]
    public void A_part_of_a_partition_is_not_changed_by_itself()
    {
        Refused(() => Original.Replace("parity/merge", Stage(x => x)),
            "'parity/merge' is part of 'parity' and cannot be changed by itself; 'parity' and the stages of its branches can.");
        Refused(() => Original.Rename("parity/even", "equal"),
            "'parity/even' is part of 'parity' and cannot be changed by itself; 'parity' and the stages of its branches can.");
    }

    [Fact]
    public void A_stage_that_passes_on_other_items_is_refused()
    {
        Refused(() => Original.Before("name", "new", Pipeline.Of<string>()),
            "The stage 'name' reads items of Int32; what was to stand before it passes on items of String.");
        Refused(() => Original.After("name", "new", new Add(1)),
            "The stage 'name' writes items of String; what was to stand after it passes on items of Int32.");
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_there_are()
    {
        Assert.StartsWith("There is no 'x'; the names are 'add', 'nested/double', ",
            Assert.Throws<ArgumentException>(() => Original.Rename("x", "y")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Original.Before("x", "y", new Add(1)));
        Assert.Throws<ArgumentException>(() => Original.After("x", "y", new Add(1)));
    }

    private static void Refused(Action change, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(change).Message);

    private static Pipeline<int, int> Stage(Func<int, int> map) => Pipeline.Of<int>().Map("map", map);

    private sealed class Add(int more) : IStage<int, int>
    {
        public async ValueTask RunAsync(
            ChannelReader<int> input,
            ChannelWriter<int> output,
            CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken)) await output.WriteAsync(item + more, cancellationToken);
        }
    }
}
