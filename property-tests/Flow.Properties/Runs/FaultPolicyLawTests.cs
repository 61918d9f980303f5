using System.Threading.Channels;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Runs;

/// <summary>
/// Faults that a policy deals with: each item arrives, or is a dead letter, or is counted as faulted, exactly once, in order where
/// the stage keeps it, while the stage is swapped for its like.
/// </summary>
public sealed class FaultPolicyLawTests
{
    private const int Samples = 60;

    private static readonly Law<string, FaultCase> Skip = new(
        "Skip", "Where faults are skipped, each item arrives, or is a dead letter, in order where the stage keeps it.", SkipAsync);

    private static readonly Law<string, FaultCase> Restart = new(
        "Restart", "Where a stage is restarted, the item in hand is lost and counted as faulted, and no other.", RestartAsync);

    private static readonly Law<string, FaultCase> Stop = new(
        "Stop", "A run that is stopped while it skips faults leaves nothing in its hops, and no dead letter too many.", StopAsync);

    public static TheoryData<Law<string, FaultCase>, string> LawsAndStages() => new MatrixTheoryData<Law<string, FaultCase>, string>(
        [Skip, Restart, Stop], ["map", "filter", "expand", "async", "parallel", "any order", "body", "spans"]);

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_policy_accounts_for_every_item_in_simulation(Law<string, FaultCase> law, string stage) =>
        law.Hold(stage, FaultCase.Any, Execution.Simulated, Samples);

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_policy_accounts_for_every_item_on_threads(Law<string, FaultCase> law, string stage) =>
        law.Hold(stage, FaultCase.Any, Execution.Stress, Samples / 2);

    private static async Task SkipAsync(string kind, FaultCase example)
    {
        var (items, bad, bound) = (example.Items, example.Bad, example.Bound);
        var received = new List<int>();
        var letters = Hop<DeadLetter<int>>.Create(new(1 + (bound % 3)));
        await using var run = Pipe(kind, Source.From("source", Enumerable.Range(0, items)), bad, bound)
            .Then(Sink.ForEach<int>("sink", received.Add, new(1 + (bound % 2))))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(new RunOptions { Scheduler = TaskScheduler.Current });

        var swapping = SwapAsync(run, kind, example);
        var dead = await letters.Reader.ReadAllAsync().Select(letter => letter.Item).ToListAsync();
        await run.Completion;
        await swapping;

        AssertArrived(kind, Enumerable.Range(0, items).Where(item => IsBad(item, bad)), dead);
        AssertArrived(kind, Enumerable.Range(0, items).Where(item => !IsBad(item, bad)), received);
        Assert.Equal(dead.Count, run.Snapshot().Stages[1].Skipped);
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(hop.Reading.Items, hop.Reading.Delivered));
    }

    private static async Task RestartAsync(string kind, FaultCase example)
    {
        var (items, bad, bound) = (example.Items, example.Bad, example.Bound);
        // On threads a delay would be one of real time.
        var (time, delay) = TaskScheduler.Current is SimulationScheduler simulation
            ? (simulation.Time, TimeSpan.FromSeconds(1))
            : (TimeProvider.System, TimeSpan.Zero);
        var received = new List<int>();
        await using var run = Pipe(kind, Source.From("source", Enumerable.Range(0, items)), bad, bound)
            .Then(Sink.ForEach<int>("sink", received.Add, new(1 + (bound % 2))))
            .OnFault("stage", FaultPolicy.Restart(delay, delay, attempts: 1000))
            .Run(new RunOptions { Scheduler = TaskScheduler.Current, TimeProvider = time });

        var swapping = SwapAsync(run, kind, example);
        await run.Completion;
        await swapping;

        AssertArrived(kind, Enumerable.Range(0, items).Where(item => !IsBad(item, bad)), received);
        var lost = items - received.Count;
        var reading = run.Snapshot().Hops[0].Reading;
        Assert.Equal((items, received.Count, lost, 0), (reading.Items, reading.Delivered, reading.Faulted, reading.Held));
        Assert.Equal(lost, run.Snapshot().Stages[1].Restarts);
    }

    private static async Task StopAsync(string kind, FaultCase example)
    {
        var made = 0;
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        var received = new List<int>();
        await using var run = Pipe(kind, Source.From("source", Enumerable.Range(0, 10_000).Select(item => made = item + 1)), example.Bad, example.Bound)
            .Then(Sink.ForEach<int>("sink", received.Add))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(new RunOptions { Scheduler = TaskScheduler.Current });
        for (var turn = 0; turn < example.Items; turn++) await Task.Yield();
        await run.StopAsync();
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(0, hop.Reading.Held));
        Assert.True(letters.Reader.CanCount && letters.Reader.Count <= 1);
        Assert.Equal(received.Distinct(), received);
        Assert.All(received, item => Assert.InRange(item, 1, made));
    }

    private static async Task SwapAsync(PipelineRun run, string kind, FaultCase example)
    {
        var bad = example.Bad;
        foreach (var turns in example.Swaps)
        {
            for (var turn = 0; turn < turns; turn++) await Task.Yield();
            try
            {
                if (kind == "body") await run.SwapAsync("stage", new Body(bad));
                else await run.SwapAsync("stage", new Spans(bad));
            }
            catch (InvalidOperationException)
            {
                // It had ended.
            }
        }
    }

    private static void AssertArrived(string kind, IEnumerable<int> expected, List<int> arrived) =>
        Assert.Equal(expected, kind == "any order" ? arrived.Order() : arrived);

    private static bool IsBad(int item, int bad) => item % (2 + (bad % 5)) == 0;

    private static int Check(int item, int bad) => IsBad(item, bad) ? throw new FormatException($"Bad {item}.") : item;

    private static Pipeline<Nothing, int> Pipe(string kind, Pipeline<Nothing, int> source, int bad, int bound)
    {
        var hop = new HopOptions<int>(1 + (bound % 5));
        async ValueTask<int> CheckAsync(int item, CancellationToken cancellationToken)
        {
            for (var turn = 0; turn < item % 4; turn++) await Task.Yield();
            return Check(item, bad);
        }

        return kind switch
        {
            "map" => source.Map("stage", item => Check(item, bad), hop),
            "filter" => source.Filter("stage", item => Check(item, bad) == item, hop),
            "expand" => source.Expand("stage", item => new[] { Check(item, bad) }, hop),
            "async" => source.MapAsync("stage", CheckAsync, hop: hop),
            "parallel" => source.MapAsync("stage", CheckAsync, 3, hop: hop),
            "any order" => source.MapAsync("stage", CheckAsync, 3, ordered: false, hop),
            "body" => source.Then("stage", new Body(bad), hop),
            _ => source.Then("stage", new Spans(bad), hop),
        };
    }

    private sealed class Body(int bad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken)) await output.WriteAsync(Check(item, bad), cancellationToken);
        }
    }

    private sealed class Spans(int bad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            var (reader, batch) = ((HopReader<int>)input, new int[8]);
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch);
                for (var i = 0; i < count; i++) await output.WriteAsync(Check(batch[i], bad), cancellationToken);
            }
        }
    }
}
