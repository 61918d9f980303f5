using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Flow.Tests.Runs;

public class MeterTests
{
    [Fact]
    public async Task A_live_run_is_measured_by_run_hop_and_stage()
    {
        var name = $"{Guid.NewGuid()}";
        var input = Hop<int>.Create(new(8) { Name = "input" });
        await using var run = Pipeline.Of<int>().Map("map", x => x == 2 ? throw new FormatException() : x, hop: new(4)).Then(Sink.Ignore<int>())
            .OnFault("map", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run(input.Reader, new RunOptions { Name = name });
        await Within.Until(() => run.Snapshot().Hops[0].Reading.Starved > TimeSpan.Zero);
        for (var i = 0; i < 5; i++) input.Writer.TryWrite(i);
        await Within.Until(() => run.Snapshot().Hops[1].Reading.Delivered == 4);

        var measured = Measure(name);

        Assert.Equal(5, measured["flow.hop.items input"]);
        Assert.Equal(4, measured["flow.hop.items map.ignore"]);
        Assert.Equal(0, measured["flow.hop.occupancy input"]);
        Assert.Equal(1, measured["flow.hop.released input faulted"]);
        Assert.Equal(0, measured["flow.hop.released input dropped"]);
        Assert.Equal(1, measured["flow.stage.restarts map"]);
        Assert.Equal(0, measured["flow.stage.skipped ignore"]);
        Assert.InRange(measured["flow.hop.batches input"], 1, 5);
        Assert.InRange(measured["flow.hop.peak input"], 1, 5);
        Assert.True(measured["flow.hop.starved input"] > 0);
        Assert.Contains("flow.hop.blocked input", measured.Keys);
    }

    [Fact]
    public async Task A_run_that_has_ended_is_measured_no_more_and_can_be_collected()
    {
        var name = $"{Guid.NewGuid()}";
        var run = await RunAsync(name);

        Assert.Empty(Measure(name));
        for (var i = 0; i < 10 && run.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(run.IsAlive);
    }

    [Fact]
    public async Task Runs_of_one_name_are_measured_together_and_those_of_keys_not_at_all()
    {
        var name = $"{Guid.NewGuid()}";
        var pipeline = Pipeline.Of<int>()
            .GroupBy("key", x => x, key => Pipeline.Of<int>().Map("inside", x => x, new(4) { Name = $"hop of {name}" }))
            .Then(Sink.Ignore<int>("sink"));
        var inputs = new[] { Hop<int>.Create(new(8) { Name = "input" }), Hop<int>.Create(new(8) { Name = "input" }) };
        await using var first = pipeline.Run(inputs[0].Reader, new RunOptions { Name = name });
        await using var second = pipeline.Run(inputs[1].Reader, new RunOptions { Name = name });
        for (var i = 0; i < 3; i++) Assert.True(inputs[0].Writer.TryWrite(i) && inputs[1].Writer.TryWrite(i));
        await Within.Until(() => new[] { first, second }.All(run => run.Snapshot().Hops[^1].Reading.Delivered == 3));

        var (measured, all) = (Measure(name), MeasureAll());

        Assert.Equal(6, measured["flow.hop.items input"]);
        Assert.InRange(measured["flow.hop.peak input"], 1, 3);
        Assert.Equal(0, measured["flow.stage.skipped sink"]);
        Assert.DoesNotContain(all, tags => $"{tags} ".Contains("run=0 ", StringComparison.Ordinal) || tags.EndsWith("stage=inside", StringComparison.Ordinal));
        Assert.Equal(all.Distinct(), all);
    }

    [Fact]
    public void A_run_that_could_not_be_started_is_not_measured()
    {
        var name = $"{Guid.NewGuid()}";
        var disposed = new DedicatedThreadScheduler("disposed");
        disposed.Dispose();

        Assert.Throws<TaskSchedulerException>(() =>
        {
            _ = Source.From("source", Sequences.Never).Then(Sink.Ignore<int>("sink"))
                .Run(new RunOptions { Name = name, Schedulers = new Dictionary<string, TaskScheduler> { ["sink"] = disposed } });
        });

        Assert.Empty(Measure(name));
    }

    [Fact]
    public async Task A_run_without_a_name_is_measured_as_one()
    {
        var hop = $"{Guid.NewGuid()}";
        var input = Hop<int>.Create(new(8) { Name = hop });
        await using var run = Pipeline.Of<int>().Then(Sink.Ignore<int>()).Run(input.Reader);

        Assert.Contains($"flow.hop.items {hop}", Measure("run").Keys);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAsync(string name)
    {
        var run = Source.From("source", [1, 2, 3]).Then(Sink.Ignore<int>()).Run(new RunOptions { Name = name });
        await run.Completion.Limit();
        return new WeakReference(run);
    }

    // By instrument, and the values of the other tags.
    private static Dictionary<string, double> Measure(string run)
    {
        var measured = new Dictionary<string, double>();
        Listen((instrument, value, tags) =>
        {
            if ((string?)tags[0].Value != run) return;
            Assert.Equal("run", tags[0].Key);
            measured.Add(string.Join(' ', tags[1..].Select(tag => tag.Value).Prepend(instrument.Name)), value);
        });
        return measured;
    }

    private static List<string> MeasureAll()
    {
        var measured = new List<string>();
        Listen((instrument, _, tags) => measured.Add(string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}").Prepend(instrument.Name))));
        return measured;
    }

    private static void Listen(Action<Instrument, double, KeyValuePair<string, object?>[]> measure)
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Flow") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measure(instrument, value, tags.ToArray()));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measure(instrument, value, tags.ToArray()));
        listener.Start();
        listener.RecordObservableInstruments();
    }
}
