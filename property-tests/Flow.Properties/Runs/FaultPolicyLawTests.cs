using System.Threading.Channels;
using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Runs;

/// <summary>
/// Faults that a policy deals with: each item arrives, or is a dead letter, or is counted as faulted, exactly once, in order where
/// the stage keeps it, while the stage is swapped for its like.
/// </summary>
public sealed class FaultPolicyLawTests
{
    private static readonly string[] Kinds = ["map", "filter", "expand", "async", "parallel", "any order", "body", "spans"];

    [Property(MaxTest = 400)]
    public void Skipped_items_are_dead_letters_in_simulation(int seed, byte kind, byte items, byte bad, byte bound, byte[] swaps) =>
        Executions.Simulated(seed, () => SkipAsync(Kinds[kind % Kinds.Length], items, bad, bound, swaps));

    [Property(MaxTest = 200)]
    public void Skipped_items_are_dead_letters_on_threads(byte kind, byte items, byte bad, byte bound, byte[] swaps) =>
        Executions.Threads(0, () => SkipAsync(Kinds[kind % Kinds.Length], items, bad, bound, swaps));

    [Property(MaxTest = 400)]
    public void Restarts_lose_the_item_in_hand_alone_in_simulation(int seed, byte kind, byte items, byte bad, byte bound, byte[] swaps)
    {
        var simulation = new SimulationScheduler(SchedulePolicy.Random(seed));
        simulation.Run(() =>
            RestartAsync(Kinds[kind % Kinds.Length], items, bad, bound, swaps, simulation.Time, TimeSpan.FromSeconds(1)));
    }

    [Property(MaxTest = 200)]
    public void Restarts_lose_the_item_in_hand_alone_on_threads(byte kind, byte items, byte bad, byte bound, byte[] swaps) =>
        Executions.Threads(0, () => RestartAsync(Kinds[kind % Kinds.Length], items, bad, bound, swaps, TimeProvider.System, TimeSpan.Zero));

    [Property(MaxTest = 200)]
    public void A_stopped_run_accounts_for_every_item(int seed, byte kind, byte turns, byte bad, byte bound)
    {
        var made = 0;
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        var received = new List<int>();
        Executions.Simulated(seed, async () =>
        {
            await using var run = Pipe(Kinds[kind % Kinds.Length], Source.From("source", Enumerable.Range(0, 10_000).Select(item => made = item + 1)), bad, bound)
                .Then(Sink.ForEach<int>("sink", received.Add))
                .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(new RunOptions { Scheduler = TaskScheduler.Current });
            for (var turn = 0; turn < turns; turn++) await Task.Yield();
            await run.StopAsync();
            Assert.All(run.Snapshot().Hops, hop => Assert.Equal(0, hop.Reading.Held));
            Assert.True(letters.Reader.CanCount && letters.Reader.Count <= 1);
        });

        Assert.Equal(received.Distinct(), received);
        Assert.All(received, item => Assert.InRange(item, 0, made - 1));
    }

    private static async Task SkipAsync(string kind, int items, int bad, int bound, byte[] swaps)
    {
        var received = new List<int>();
        var letters = Hop<DeadLetter<int>>.Create(new(1 + (bound % 3)));
        await using var run = Pipe(kind, Source.From("source", Enumerable.Range(0, items)), bad, bound)
            .Then(Sink.ForEach<int>("sink", received.Add, new(1 + (bound % 2))))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(new RunOptions { Scheduler = TaskScheduler.Current });

        var swapping = SwapAsync(run, kind, bad, swaps);
        var dead = await letters.Reader.ReadAllAsync().Select(letter => letter.Item).ToListAsync();
        await run.Completion;
        await swapping;

        AssertArrived(kind, Enumerable.Range(0, items).Where(item => IsBad(item, bad)), dead);
        AssertArrived(kind, Enumerable.Range(0, items).Where(item => !IsBad(item, bad)), received);
        Assert.Equal(dead.Count, run.Snapshot().Stages[1].Skipped);
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(hop.Reading.Items, hop.Reading.Delivered));
    }

    private static async Task RestartAsync(string kind, int items, int bad, int bound, byte[] swaps, TimeProvider time, TimeSpan delay)
    {
        var received = new List<int>();
        await using var run = Pipe(kind, Source.From("source", Enumerable.Range(0, items)), bad, bound)
            .Then(Sink.ForEach<int>("sink", received.Add, new(1 + (bound % 2))))
            .OnFault("stage", FaultPolicy.Restart(delay, delay, attempts: 1000))
            .Run(new RunOptions { Scheduler = TaskScheduler.Current, TimeProvider = time });

        var swapping = SwapAsync(run, kind, bad, swaps);
        await run.Completion;
        await swapping;

        AssertArrived(kind, Enumerable.Range(0, items).Where(item => !IsBad(item, bad)), received);
        var lost = items - received.Count;
        var reading = run.Snapshot().Hops[0].Reading;
        Assert.Equal((items, received.Count, lost, 0), (reading.Items, reading.Delivered, reading.Faulted, reading.Held));
        Assert.Equal(lost, run.Snapshot().Stages[1].Restarts);
    }

    private static async Task SwapAsync(PipelineRun run, string kind, int bad, byte[] swaps)
    {
        foreach (var turns in swaps)
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
