using System.Threading.Channels;
using Flow;
using Flow.Testing;

namespace Samples.Stages;

/// <summary>Lets an item through when it differs from the one before it.</summary>
internal sealed class Changed<T> : IStage<T, T>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        var (last, any) = (default(T), false);          // state lives in the call
        await foreach (var item in input.ReadAllAsync(cancellationToken))
        {
            if (any && EqualityComparer<T>.Default.Equals(item, last)) continue;
            (last, any) = (item, true);
            await output.WriteAsync(item, cancellationToken);
        }
    }
}

public sealed class ChangedSample
{
    [Fact]
    public async Task A_stage_is_a_function_from_a_reader_to_a_writer()
    {
        int[] levels = [1, 1, 2, 2, 2, 1];
        var collected = new List<int>();

        var changes = Pipeline.Of<int>().Then("changed", new Changed<int>());

        await using var run = changes.Run(levels, Sink.ForEach<int>("collect", collected.Add));
        await run.Completion.Limit();
        Assert.Equal([1, 2, 1], collected);
    }

    [Fact]
    public void A_stage_is_held_to_the_laws() => StageLaws.Hold(
        () => new Changed<int>(),
        item: number => number / 3,
        model: items => items.Where((item, at) => at == 0 || item != items[at - 1]),
        Capabilities.Ordered | Capabilities.Stateful);

    [Fact]
    public void A_stage_that_loses_an_item_is_found()
    {
        var broken = Assert.Throws<LawBrokenException>(() => StageLaws.Hold(
            () => Pipeline.Of<int>().Filter("lose", item => item != 3), items => items, Capabilities.Ordered));
        Assert.Equal("NothingLost", broken.Law!.Name);
        Assert.Contains("FLOW_REPLAY=", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_runs_in_a_simulation()
    {
        int[] levels = [1, 1, 2];
        var collected = new List<int>();
        var changes = Pipeline.Of<int>().Then("changed", new Changed<int>());

        var simulation = new SimulationScheduler(SchedulePolicy.Random(seed: 7));
        simulation.Run(async () =>
        {
            var options = new RunOptions { Scheduler = TaskScheduler.Current, TimeProvider = simulation.Time };
            await using var run = changes.Run(levels, Sink.ForEach<int>("collect", collected.Add), options);
            await run.Completion;
        });

        Assert.Equal([1, 2], collected);
    }
}
