using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class SnapshotTests
{
    [Fact]
    public async Task It_shows_stages_and_hops_by_path()
    {
        var pipeline = Source.From("source", Enumerable.Range(0, 1000))
            .Then("nested", Pipeline.Of<int>().Map("map", x => x))
            .Then(Sink.Ignore<int>(hop: new(32) { Name = "last" }));

        await using var run = pipeline.Run(new RunOptions { Name = "numbers" });
        await run.Completion.Limit();
        var snapshot = run.Snapshot();

        Assert.Equal("numbers", snapshot.Name);
        Assert.Equal(["source", "nested/map", "ignore"], snapshot.Stages.Select(stage => stage.Path));
        Assert.Equal([("source", "nested/map"), ("nested/map", "ignore")], snapshot.Hops.Select(hop => (hop.From!, hop.To!)));
        Assert.Equal(["source.nested/map", "last"], snapshot.Hops.Select(hop => hop.Reading.Name));
        Assert.All(snapshot.Hops, hop => Assert.Equal(1000, hop.Reading.Delivered));
    }

    [Fact]
    public async Task It_shows_the_hops_at_the_ends_of_a_run()
    {
        var (input, output) = (Hop<int>.Create(new(4) { Name = "in" }), Hop<int>.Create(new(4) { Name = "out" }));
        await using var run = Pipeline.Of<int>().Map("map", x => x).Run(input.Reader, output.Writer);

        Assert.Equal([(null, "map", "in"), ("map", null, "out")],
            run.Snapshot().Hops.Select(hop => (hop.From, hop.To, hop.Reading.Name)));
    }

    [Theory]
    [InlineData("source")]
    [InlineData("middle")]
    [InlineData("sink")]
    public async Task The_bottleneck_is_the_stage_the_others_wait_for(string slow)
    {
        var time = new FakeTimeProvider();
        async ValueTask<int> WorkIn(string stage, int item)
        {
            if (stage != slow) return item;
            // One thread serves all bodies in turn: after some turns all others wait, and only then time passes.
            for (var turn = 0; turn < 50; turn++) await Task.Yield();
            time.Advance(TimeSpan.FromMilliseconds(10));
            return item;
        }

        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var pipeline = Source.From<int>("source", async (writer, token) =>
            {
                for (var i = 0; i < 100; i++) await writer.WriteAsync(await WorkIn("source", i), token);
            })
            .Map("before", x => x, hop: new(4))
            .MapAsync("middle", (x, _) => WorkIn("middle", x), hop: new(4))
            .Map("after", x => x, hop: new(4))
            .Then(Sink.ForEachAsync<int>("sink", async (x, _) => await WorkIn("sink", x), hop: new(4)));

        await using var run = pipeline.Run(new RunOptions { TimeProvider = time, Scheduler = scheduler });
        await run.Completion.Limit();

        Assert.Equal(slow, run.Snapshot().Bottleneck?.Stage);
        Assert.Contains($"{slow} is the bottleneck", run.Snapshot().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partition")]
    [InlineData("balance")]
    [InlineData("broadcast")]
    public async Task The_bottleneck_may_be_in_a_branch(string how)
    {
        var time = new FakeTimeProvider();
        async ValueTask<int> WorkAsync(int item, CancellationToken cancellationToken)
        {
            for (var turn = 0; turn < 50; turn++) await Task.Yield();
            time.Advance(TimeSpan.FromMilliseconds(10));
            return item;
        }

        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var fast = ("fast", Pipeline.Of<int>().Map("work", x => x, hop: new(4)));
        var slow = ("slow", Pipeline.Of<int>().MapAsync("work", WorkAsync, hop: new(4)));
        var numbers = Source.From("source", Enumerable.Range(0, 200));
        var branched = how switch
        {
            "partition" => numbers.Partition("branch", x => x % 2, fast, slow),
            // Of two branches that are equally slow either may be named.
            "balance" => numbers.Balance("branch", slow),
            _ => numbers.Broadcast("branch", fast, slow),
        };

        await using var run = branched.Then(Sink.Ignore<int>(hop: new(4))).Run(new RunOptions { TimeProvider = time, Scheduler = scheduler });
        await run.Completion.Limit();

        Assert.Equal("branch/slow/work", run.Snapshot().Bottleneck?.Stage);
    }

    [Fact]
    public void It_prints_an_aligned_table()
    {
        var snapshot = new RunSnapshot("ingest", TimeSpan.FromSeconds(2),
            [new("lines", StageState.Running, false), new("parse", StageState.Running, true), new("store", StageState.Ended, false)],
            [
                new("lines", "parse", Reading("lines.parse", 256, 12345, blocked: 1500, starved: 2)),
                new("parse", "store", Reading("rows", 64, 99, blocked: 0, starved: 1200)),
            ]);

        Assert.Equal(
            """
            ingest, 2.0 s
            stage  state
            lines  running
            parse  running, ignores its cancelled token
            store  ended
            hop           items  items/batch  held/bound  peak  blocked  starved  released
            lines.parse  12,345         10.0       5/256     9    1.5 s   2.0 ms         3
            rows             99         10.0        5/64     9     0 us    1.2 s         3
            parse is the bottleneck: its input was full for 1.5 s and its output empty for 1.2 s.

            """, snapshot.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_run_without_a_name_or_hops_prints_what_there_is()
    {
        Assert.Equal(
            """
            run, 1.0 ms
            stage  state
            only   ended, restarted 2 times, skipped 1,234 items

            """,
            new RunSnapshot(null, TimeSpan.FromMilliseconds(1), [new("only", StageState.Ended, false, Restarts: 2, Skipped: 1234)], []).ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Figures_have_thousands_and_a_hop_that_nothing_came_out_of_no_batches()
    {
        var reading = new HopReading
        {
            Name = "hop",
            Unit = HopUnit.Weight,
            Capacity = 65536,
            Occupancy = 4000,
            Peak = 5000,
            Items = 7000,
            Dropped = 6000,
            Blocked = TimeSpan.FromSeconds(1),
        };

        Assert.Contains(
            "hop  7,000            -  4,000/65,536  5,000    1.0 s     0 us     6,000",
            new RunSnapshot("run", TimeSpan.Zero, [], [new(null, null, reading)]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_wait_of_several_hops_counts_and_a_stage_nobody_waited_for_is_no_bottleneck()
    {
        var waited = new RunSnapshot(null, TimeSpan.Zero, [],
            [
                new("left", "join", Reading("left.join", 1, 0, blocked: 10, starved: 0)),
                new("right", "join", Reading("right.join", 1, 0, blocked: 40, starved: 0)),
            ]);
        var idle = new RunSnapshot(null, TimeSpan.Zero, [], [new("left", "join", Reading("left.join", 1, 0, blocked: 0, starved: 0))]);

        Assert.Equal("join is the bottleneck: its input was full for 40.0 ms.", $"{waited.Bottleneck}");
        Assert.Null(idle.Bottleneck);
    }

    private static HopReading Reading(string name, int capacity, long items, int blocked, int starved) => new()
    {
        Name = name,
        Capacity = capacity,
        Occupancy = 5,
        Peak = 9,
        Items = items,
        Delivered = 100,
        Batches = 10,
        Dropped = 3,
        Blocked = TimeSpan.FromMilliseconds(blocked),
        Starved = TimeSpan.FromMilliseconds(starved),
    };
}
