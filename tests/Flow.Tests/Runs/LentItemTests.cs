using System.Threading.Channels;

namespace Flow.Tests.Runs;

/// <summary>A stage with a fault policy leaves the item it fails at as it is, whether it has it in hand or was passing it on.</summary>
public class LentItemTests
{
    private static readonly string[] Kinds = ["take while", "group by key", "group by pipeline", "batch"];
    private static readonly string[] PassingKinds = ["tap", "filter", "map", "take", "take while", "timeout", "map async", "expand", "expand async", "batch"];

    public static TheoryData<string> Failing() => [.. Kinds];

    public static TheoryData<string> Passing() => [.. PassingKinds];

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task An_item_that_a_stage_fails_at_is_skipped_whole_and_disposed_once_by_a_restart(string kind) =>
        await CheckAsync(Pipe, kind, hop: null);

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task An_item_that_the_next_hop_cannot_weigh_is_skipped_whole_and_disposed_once_by_a_restart(string kind) =>
        await CheckAsync(PassingPipe, kind, bad => new HopOptions<Rented[]>(4) { Weigh = items => Weigh(items, bad) });

    [Fact]
    public async Task A_fault_of_a_keys_pipeline_is_none_of_the_item_that_came_last()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<Rented>>();
        var items = new[] { new Rented(), new Rented() };
        await using var run = Source.From("source", items)
            .GroupBy("stage", item => item == items[0], first => Pipeline.Of<Rented>().Map("map", item => first ? throw new FormatException() : item), maxKeys: 1)
            .Then(Sink.Ignore<Rented>())
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("stage/True/map", fault.Stage);
        Assert.False(letters.Reader.TryRead(out _));
        Assert.InRange(items[1].Disposals, 0, 1);
    }

    private static async Task CheckAsync(
        Func<string, Rented, HopOptions<Rented[]>?, Pipeline<Rented, Rented[]>> pipe, string kind, Func<Rented, HopOptions<Rented[]>>? hop)
    {
        var letters = Channel.CreateUnbounded<DeadLetter<Rented>>();
        foreach (var policy in new[] { FaultPolicy.Skip(letters.Writer), FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1) })
        {
            var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
            var received = new List<Rented>();
            await using var run = Source.From("source", items).Then(pipe(kind, items[5], hop?.Invoke(items[5])))
                .Then(Sink.ForEach<Rented[]>("sink", received.AddRange, hop?.Invoke(items[5])))
                .OnFault("stage", policy).Run();
            await run.Completion.Limit();

            var isSkipped = letters.Reader.TryRead(out var letter);
            Assert.Equal(isSkipped ? items[5] : null, letter?.Item);
            Assert.Equal(isSkipped ? 0 : 1, items[5].Disposals);
            Assert.Equal(items.Where(item => item != items[5]), received);
            Assert.All(received, item => Assert.Equal(0, item.Disposals));
        }

        Assert.False(letters.Reader.TryRead(out _));
    }

    private static Pipeline<Rented, Rented[]> Pipe(string kind, Rented bad, HopOptions<Rented[]>? hop)
    {
        bool IsGood(Rented item) => item != bad ? true : throw new FormatException();
        var start = Pipeline.Of<Rented>();
        return kind switch
        {
            "take while" => start.TakeWhile("stage", IsGood).Map("one", One),
            "group by key" => start.GroupBy("stage", IsGood, _ => Pipeline.Of<Rented>()).Map("one", One),
            "group by pipeline" => start.GroupBy("stage", item => item == bad, isBad => isBad ? throw new FormatException() : Pipeline.Of<Rented>()).Map("one", One),
            _ => start.Batch("stage", weight: 3, weigh: item => IsGood(item) ? 1 : 0),
        };
    }

    private static Pipeline<Rented, Rented[]> PassingPipe(string kind, Rented bad, HopOptions<Rented[]>? hop)
    {
        var start = Pipeline.Of<Rented>();
        if (kind == "batch") return start.Batch("stage", size: 1);
        var one = new HopOptions<Rented>(4) { Weigh = item => Weigh([item], bad) };
        return (kind switch
        {
            "tap" => start.Tap("stage", static _ => { }),
            "filter" => start.Filter("stage", static _ => true),
            "map" => start.Map("stage", static item => item),
            "take" => start.Take("stage", 100),
            "take while" => start.TakeWhile("stage", static _ => true),
            "timeout" => start.Timeout("stage", TimeSpan.FromDays(1)),
            "expand" => start.Expand("stage", static item => new[] { item }),
            "expand async" => start.ExpandAsync("stage", static item => Sequences.One(item)),
            _ => start.MapAsync("stage", static (item, _) => new ValueTask<Rented>(item)),
        }).Map("one", One, one);
    }

    private static Rented[] One(Rented item) => [item];

    private static int Weigh(Rented[] items, Rented bad) => items.Contains(bad) ? throw new FormatException() : 1;
}
