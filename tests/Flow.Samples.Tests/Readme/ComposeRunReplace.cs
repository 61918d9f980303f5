using System.Globalization;
using Flow;

namespace Samples.Readme;

public sealed class ComposeRunReplace
{
    [Fact]
    public async Task A_pipeline_is_composed_run_looked_at_and_changed()
    {
        var stored = new List<int>();
        var slowStore = new SlowStore(stored);
        var lines = Enumerable.Range(0, 2_000).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray();

        var orders = Pipeline.Of<string>()
            .Map("parse", Order.Parse)
            .MapAsync("price", PriceAsync, parallelism: 8)                     // eight at a time, and still in order
            .Batch("rows", 100, within: TimeSpan.FromSeconds(1))
            .Then("store", slowStore, new HopOptions<Order[]>(4));             // a stage of yours, behind a hop of 4 batches

        await using var run = orders.Run(lines, Sink.Ignore<Order[]>());
        await run.Completion;                                                  // or the first fault, with its stage's name
        Console.WriteLine(run.Snapshot());                                     // what each hop carried, who waited for whom

        var variant = orders.Replace("store", Pipeline.Of<Order[]>());         // a pipeline is a value: orders is as it was
        await using var second = variant.Run(lines, Sink.Ignore<Order[]>());
        await second.Completion;
        Console.WriteLine(second.Snapshot().Bottleneck);                       // who is waited for now

        Assert.Equal(Enumerable.Range(0, 2_000), stored);
        Assert.Equal("store", run.Snapshot().Bottleneck?.Stage);
        Assert.Contains("store", second.Snapshot().Stages.Select(stage => stage.Path));
        Assert.Equal(2_000, second.Snapshot().Hops.Single(hop => hop.Reading.Name == "parse.price").Reading.Delivered);
    }

    private static ValueTask<Order> PriceAsync(Order order, CancellationToken cancellationToken) =>
        ValueTask.FromResult(order with { Price = order.Id * 0.25m });
}
