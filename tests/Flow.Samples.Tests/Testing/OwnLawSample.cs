using Flow;
using Flow.Testing;

namespace Samples.Testing;

public sealed class OwnLawSample
{
    [Fact]
    public void A_law_of_ones_own()
    {
        var size = new Law<int, StageCase>("Size", "No batch is larger than it may be.", async (most, example) =>
        {
            var sizes = new List<int>();
            await using var run = Pipeline.Of<int>().Batch("batch", most).Run(
                Enumerable.Range(0, example.Items),
                Sink.ForEach<int[]>("collect", batch => sizes.Add(batch.Length), new HopOptions<int[]>(example.OutputCapacity)),
                new RunOptions { Scheduler = TaskScheduler.Current });
            await run.Completion;
            Assert.All(sizes, length => Assert.InRange(length, 1, most));
        });

        size.Hold(7, StageCases.Any);
    }
}
