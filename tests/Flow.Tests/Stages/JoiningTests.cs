namespace Flow.Tests.Stages;

public class JoiningTests
{
    [Fact]
    public async Task Concat_gives_one_source_after_the_other()
    {
        var all = Pipeline.Concat("all",
            ("a", Source.From("numbers", Enumerable.Range(0, 1000))),
            ("none", Source.From("numbers", Array.Empty<int>())),
            ("b", Source.From("numbers", Enumerable.Range(1000, 10))));

        Assert.Equal(Enumerable.Range(0, 1010), await all.CollectAsync());
    }

    [Fact]
    public async Task Concat_is_ended_with_all_its_sources()
    {
        var all = Pipeline.Concat("all", ("a", Source.From("numbers", Sequences.Endless)), ("b", Source.From("numbers", Sequences.Never)));

        Assert.Equal(Enumerable.Range(0, 5), await all.Take("five", 5).CollectAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_fault_of_a_source_ends_a_concat_though_its_turn_has_not_come(int itemsBefore)
    {
        var error = new FormatException();
        var all = Pipeline.Concat("all",
            ("a", Source.From("numbers", Sequences.Never)),
            ("b", Source.From("numbers", Enumerable.Range(0, itemsBefore + 1).Select(item => item == itemsBefore ? throw error : item))));
        var received = new List<int>();
        await using var run = all.Then(Sink.Collect("collect", received, new(1))).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(("all/b/numbers", error), (fault.Stage, fault.InnerException));
        Assert.Equal(Enumerable.Range(0, itemsBefore), received);
    }

    [Fact]
    public async Task Zip_pairs_items_and_ends_with_the_shorter()
    {
        var pairs = Pipeline.Zip("pairs", ("numbers", Source.From("count", Sequences.Endless)), ("letters", Source.From("list", "abc")));

        Assert.Equal([(0, 'a'), (1, 'b'), (2, 'c')], await pairs.CollectAsync());
    }

    [Fact]
    public async Task Zip_ends_with_one_source_though_the_other_gives_nothing()
    {
        var never = Pipeline.Zip("pairs", ("never", Source.From("never", Sequences.Never)), ("none", Source.From("none", Array.Empty<int>())));

        Assert.Empty(await never.CollectAsync());
    }

    [Fact]
    public async Task Zip_combines_and_releases_what_has_no_partner()
    {
        var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
        var pairs = Pipeline.Zip("pairs",
            ("items", Source.From("items", items)), ("three", Source.From("three", [1, 2, 3])), (item, number) => (item, number));

        var received = await pairs.CollectAsync();

        Assert.Equal(items.Take(3).Zip([1, 2, 3]), received);
        Assert.All(items.Take(3), item => Assert.Equal(0, item.Disposals));
        // The source stopped at some point: what it had given is released.
        Assert.All(items.Skip(3), item => Assert.InRange(item.Disposals, 0, 1));
    }

    [Fact]
    public void The_stages_of_zipped_sources_have_paths_and_are_replaced_by_them()
    {
        var pairs = Pipeline.Zip("pairs",
            ("a", Source.From("count", [1]).Map("next", x => x + 1)), ("b", Source.From("count", [1])), (x, y) => x + y);

        var replaced = pairs.Replace("pairs/a/next", Pipeline.Of<int>().Map("twice", x => x * 2)).Replace("pairs/b/count.pairs", new HopOptions<int>(3));

        Assert.Equal(["pairs/a/count", "pairs/a/next", "pairs/b/count", "pairs"], replaced.Stages);
        Assert.Contains("pairs/a: count -> [256] -> next", replaced.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Pipeline.Zip("pairs", ("a", Source.From("x", [1])), ("a", Source.From("y", [1]))));
    }
}
