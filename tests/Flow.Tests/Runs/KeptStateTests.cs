using System.Threading.Channels;

namespace Flow.Tests.Runs;

/// <summary>What a built-in stage keeps from one item to the next it keeps when it starts again, and no longer.</summary>
public class KeptStateTests
{
    private const int Bad = 9;
    private static readonly string[] Kinds = ["take", "skip", "skip while", "scan"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stages() => [.. Kinds];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_swap_that_is_given_up_changes_nothing(string kind)
    {
        var (input, received) = (Hop<int>.Create(new(100)), new List<int>());
        await using var run = Pipe(kind).Then(Sink.Collect("sink", received)).Run(input.Reader, new RunOptions { Scheduler = OneAtATime });
        foreach (var item in Enumerable.Range(0, 20))
        {
            if (item == 1 || item == 10) await GiveUpSwapAsync(run, Pipeline.Of<int>().Map("other", int (_) => throw new FormatException()));
            if (!input.Writer.TryWrite(item)) break;
            await Within.Until(() => input.Reader.Count == 0);
        }

        input.Writer.TryComplete();
        await run.Completion.Limit();

        Assert.Equal(Expected(kind, Enumerable.Range(0, 20)), received);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_stage_that_starts_again_after_a_fault_goes_on(string kind)
    {
        foreach (var policy in new[] { FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1), FaultPolicy.Skip(Channel.CreateUnbounded<DeadLetter<int>>().Writer) })
        {
            var received = new List<int>();
            await using var run = Pipe(kind, kind == "scan" ? Bad : -1).OnFault("stage", policy)
                .Run(Enumerable.Range(0, 20), Sink.Collect("sink", received, new(4) { Weigh = item => item == Bad && kind != "scan" ? throw new FormatException() : 1 }));
            await run.Completion.Limit();

            Assert.Equal(Expected(kind, Enumerable.Range(0, 20), Bad), received);
        }
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_stage_that_is_swapped_in_starts_anew_and_so_does_each_run(string kind)
    {
        var pipeline = Pipe(kind);
        foreach (var _ in new[] { 1, 2 })
        {
            var (input, received) = (Hop<int>.Create(new(100)), new List<int>());
            await using var run = pipeline.Then(Sink.Collect("sink", received)).Run(input.Reader, new RunOptions { Scheduler = OneAtATime });
            for (var item = 0; item < 5; item++) await input.Writer.WriteAsync(item, Token);
            await Within.Until(() => input.Reader.Count == 0);
            await run.SwapAsync("stage", pipeline, Token).Limit();
            for (var item = 0; item < 5; item++) await input.Writer.WriteAsync(item, Token);
            input.Writer.Complete();
            await run.Completion.Limit();

            Assert.Equal([.. Expected(kind, Enumerable.Range(0, 5)), .. Expected(kind, Enumerable.Range(0, 5))], received);
        }
    }

    [Fact]
    public async Task A_stage_that_has_found_what_it_does_not_take_takes_nothing_more_after_a_swap_that_is_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var (input, letGo, received) = (Hop<int>.Create(new(100)), new TaskCompletionSource(), new List<int>());
        for (var item = 0; item < 5; item++) input.Writer.TryWrite(item);
        await using var run = Pipeline.Of<int>().TakeWhile("stage", item => item != 4).Then(Sink.ForEachAsync<int>("sink", async (item, _) =>
        {
            await letGo.Task;
            received.Add(item);
        }, new(1))).Run(input.Reader);
        await Within.Until(() => run.Snapshot().Hops[0].Reading.Delivered == 5);

        var swap = run.SwapAsync("stage", Pipeline.Of<int>().Map("other", item => item), cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => swap.Limit());
        input.Writer.TryWrite(5);
        letGo.SetResult();
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2, 3], received);
    }

    // No body runs before the token is cancelled.
    internal static async Task GiveUpSwapAsync<TOut>(PipelineRun run, IStage<int, TOut> other)
    {
        using var cancel = new CancellationTokenSource();
        var asked = Task.Factory.StartNew(
            () =>
            {
                var swap = run.SwapAsync("stage", other, cancel.Token);
                cancel.Cancel();
                return swap;
            },
            Token, TaskCreationOptions.None, OneAtATime);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.Unwrap().Limit());
    }

    internal static TaskScheduler OneAtATime { get; } = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    private static Pipeline<int, int> Pipe(string kind, int bad = -1) => kind switch
    {
        "take" => Pipeline.Of<int>().Take("stage", 12),
        "skip" => Pipeline.Of<int>().Skip("stage", 3),
        "skip while" => Pipeline.Of<int>().SkipWhile("stage", item => item % 10 < 3),
        _ => Pipeline.Of<int>().Scan("stage", 0, (sum, item) => item == bad ? throw new FormatException() : sum + item),
    };

    private static IEnumerable<int> Expected(string kind, IEnumerable<int> items, int bad = -1) => kind switch
    {
        "take" => items.Take(12).Where(item => item != bad),
        "skip" or "skip while" => items.Skip(3).Where(item => item != bad),
        _ => items.Where(item => item != bad).Select(item => items.Where(other => other <= item && other != bad).Sum()),
    };
}
