using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Runs;

/// <summary>Several sources in one, simulated.</summary>
public sealed class MergeLawTests
{
    [Property(MaxTest = 200)]
    public void A_merge_delivers_all_of_each_source_in_its_order(int seed, byte first, byte second, byte third, byte bound)
    {
        var delivered = new List<(int Source, int Item)>();
        var sources = new[] { first, second, third }
            .Select((count, source) => ($"source-{source}", Source.From("items", Enumerable.Range(0, count).Select(item => (source, item)))))
            .ToArray();
        Simulate(seed, async scheduler =>
        {
            await using var run = Pipeline.Merge("merge", sources)
                .Then(Sink.ForEach<(int Source, int Item)>("sink", delivered.Add, new(1 + (bound % 8))))
                .Run(new RunOptions { Scheduler = scheduler });
            await run.Completion;
        });

        foreach (var (count, source) in new[] { first, second, third }.Select((count, source) => (count, source)))
            Assert.Equal(Enumerable.Range(0, count), delivered.Where(item => item.Source == source).Select(item => item.Item));
    }

    private static void Simulate(int seed, Func<TaskScheduler, Task> work)
    {
        var scheduler = new SimulationScheduler(SchedulePolicy.Random(seed));
        scheduler.Run(() => work(scheduler));
    }
}
