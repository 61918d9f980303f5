using Flow;

namespace Samples.Migrating;

public sealed class ComputingAtOnce
{
    [Fact]
    public async Task On_the_pool_and_in_branches()
    {
        var expected = Enumerable.Range(0, 1_000).Select(number => number * number);
        Assert.Equal(expected, await OnThePoolAsync(Enumerable.Range(0, 1_000)).Limit());
        Assert.Equal(expected, (await InBranchesAsync(Enumerable.Range(0, 1_000)).Limit()).Order());
    }

    private static async Task<List<int>> OnThePoolAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        await using var run = Pipeline.Of<int>()
            .MapAsync("square", async (number, token) => await Task.Run(() => Square(number), token), parallelism: 4)
            .Run(numbers, Sink.ForEach<int>("store", stored.Add));
        await run.Completion;
        return stored;
    }

    private static async Task<List<int>> InBranchesAsync(IEnumerable<int> numbers)
    {
        var stored = new List<int>();
        var square = Pipeline.Of<int>().Map("square", Square, new(1));
        await using var run = Pipeline.Of<int>()
            .Balance("squares", ("a", square), ("b", square), ("c", square), ("d", square))
            .Run(numbers, Sink.ForEach<int>("store", stored.Add));
        await run.Completion;
        return stored;
    }

    private static int Square(int number) => number * number;
}
