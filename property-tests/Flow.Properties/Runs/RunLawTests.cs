using Flow.Testing;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Runs;

/// <summary>Runs, simulated: whatever the bounds and the interleaving, they end, and for the right reason.</summary>
public sealed class RunLawTests
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

    [Property(MaxTest = 200)]
    public void The_first_fault_ends_the_run_with_the_name_of_its_stage(int seed, byte position, byte at, byte bound)
    {
        var faulty = position % 3;
        var delivered = new List<int>();
        var fault = new InvalidOperationException("It was to fault.");
        int Pass(int stage, int item) => stage == faulty && item == at ? throw fault : item;
        Simulate(seed, async scheduler =>
        {
            HopOptions<int> hop = new(1 + (bound % 4));
            await using var run = Source.From("source", Enumerable.Range(0, 1000))
                .Map("stage-0", item => Pass(0, item), hop)
                .Map("stage-1", item => Pass(1, item), hop)
                .Then(Sink.ForEach<int>("stage-2", item => delivered.Add(Pass(2, item)), hop))
                .Run(new RunOptions { Scheduler = scheduler });
            var thrown = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion);
            Assert.Equal($"stage-{faulty}", thrown.Stage);
            Assert.Same(fault, thrown.InnerException);
            AssertNothingIsLeft(run);
        });

        // What came before the fault still arrives, and nothing after it.
        Assert.Equal(Enumerable.Range(0, at), delivered);
    }

    [Property(MaxTest = 200)]
    public void A_drained_run_delivers_what_its_source_gave(int seed, byte turns, byte bound)
    {
        var given = 0;
        var delivered = 0;
        IEnumerable<int> Endless()
        {
            while (true) yield return given++;
        }

        Simulate(seed, async scheduler =>
        {
            await using var run = Source.From("source", Endless())
                .Map("map", item => item, new(1 + (bound % 4)))
                .Then(Sink.ForEach<int>("sink", item => Assert.Equal(delivered++, item), new(1 + (bound % 3))))
                .Run(new RunOptions { Scheduler = scheduler });
            for (var turn = 0; turn < turns; turn++) await Task.Yield();
            await run.DrainAsync();
            AssertNothingIsLeft(run);
        });

        Assert.Equal(given, delivered);
    }

    [Property(MaxTest = 200)]
    public void A_stopped_run_ends_and_accounts_for_every_item(int seed, byte turns, byte bound)
    {
        Simulate(seed, async scheduler =>
        {
            await using var run = Source.From("source", Enumerable.Range(0, int.MaxValue))
                .Map("map", item => item, new(1 + (bound % 4)))
                .MapAsync("async", async (item, token) =>
                {
                    await Task.Yield();
                    return item;
                }, parallelism: 3)
                .Then(Sink.Ignore<int>("sink", new(1 + (bound % 3))))
                .Run(new RunOptions { Scheduler = scheduler });
            for (var turn = 0; turn < turns; turn++) await Task.Yield();
            await run.StopAsync();
            AssertNothingIsLeft(run);
        });
    }

    [Property(MaxTest = 200)]
    public void A_sink_that_ends_early_ends_the_run(int seed, byte wanted, byte bound)
    {
        var taken = 0;
        Simulate(seed, async scheduler =>
        {
            HopOptions<int> hop = new(1 + (bound % 4));
            await using var run = Source.From("source", Enumerable.Range(0, int.MaxValue))
                .Map("map", item => item, hop)
                .Then<Nothing>("sink", async (input, _, token) =>
                {
                    while (taken < wanted && await input.WaitToReadAsync(token))
                    {
                        while (taken < wanted && input.TryRead(out var item)) Assert.Equal(taken++, item);
                    }
                }, hop)
                .Run(new RunOptions { Scheduler = scheduler });
            await run.Completion;
            AssertNothingIsLeft(run);
        });

        Assert.Equal(wanted, taken);
    }

    private static void Simulate(int seed, Func<TaskScheduler, Task> work)
    {
        var scheduler = new SimulationScheduler(SchedulePolicy.Random(seed));
        scheduler.Run(() => work(scheduler));
    }

    private static void AssertNothingIsLeft(PipelineRun run) =>
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(0, hop.Reading.Held));
}
