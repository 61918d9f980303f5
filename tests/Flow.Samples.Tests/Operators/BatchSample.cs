using Flow;

namespace Samples.Operators;

public sealed class BatchSample
{
    [Fact]
    public async Task Calls_overlap_and_results_are_gathered()
    {
        var sums = new List<int>();

        var pipeline = Pipeline.Of<int>()
            .MapAsync("square", SquareAsync, parallelism: 4)              // four calls under way; results in order
            .Batch("ten", 10, within: TimeSpan.FromSeconds(10))           // ten, or fewer after ten seconds
            .Map("sum", batch => batch.Sum());

        await using var run = pipeline.Run(Enumerable.Range(1, 25), Sink.ForEach<int>("collect", sums.Add));
        await run.Completion.Limit();
        Assert.Equal([.. Enumerable.Range(1, 25).Chunk(10).Select(chunk => chunk.Sum(number => number * number))], sums);
    }

    private static async ValueTask<int> SquareAsync(int number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return number * number;
    }
}
