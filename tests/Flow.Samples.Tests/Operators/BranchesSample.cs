using Flow;

namespace Samples.Operators;

public sealed class BranchesSample
{
    [Fact]
    public async Task Branches_are_pipelines()
    {
        var collected = new List<string>();

        var numbers = Pipeline.Merge("numbers",
            ("low", Source.From("count", Enumerable.Range(0, 3))),
            ("high", Source.From("count", Enumerable.Range(100, 3))));

        var named = numbers
            .Partition("by size", number => number < 100 ? 0 : 1,
                ("small", Pipeline.Of<int>().Map("name", number => $"small {number}")),
                ("large", Pipeline.Of<int>().Map("name", number => $"large {number}", new HopOptions<int>(8))));

        await using var run = named.Then(Sink.ForEach<string>("collect", collected.Add)).Run();
        await run.Completion;

        Assert.Equal(["small 0", "small 1", "small 2"], collected.Where(name => name.StartsWith('s')));
        Assert.Equal(["large 100", "large 101", "large 102"], collected.Where(name => name.StartsWith('l')));
        Assert.Contains("by size/large/name", named.Stages);
        Assert.Contains("numbers/low/count", named.Stages);
    }
}
