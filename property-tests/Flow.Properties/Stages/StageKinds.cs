using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Properties.Stages;

/// <summary>The built-in operators, and small pipelines of them.</summary>
internal static class StageKinds
{
    private const Capabilities Unordered = Capabilities.OneToOne | Capabilities.Swappable;
    private const Capabilities Stateless = Capabilities.Ordered | Capabilities.Swappable;
    private const Capabilities Stateful = Capabilities.Ordered | Capabilities.Stateful;

    private static readonly HopOptions<int> Narrow = new(1);

    public static IReadOnlyList<StageSubject<int, int>> All { get; } =
    [
        OneToOne("map", static stage => stage.Map("map", static item => item + 1), static item => item + 1),
        OneToOne("tap", static stage => stage.Tap("tap", static _ => { }), static item => item),
        OneToOne("mapSpan", static stage => stage.MapSpan<int, int, int>("map", NextOfAll), static item => item + 1),
        OneToOne("buffer", static stage => stage.Buffer("buffer", 1), static item => item),
        OneToOne("timeout", static stage => stage.Timeout("timeout", TimeSpan.FromDays(1)), static item => item),
        new(
            "scan",
            static () => Pipeline.Of<int>().Scan("sum", 10, static (sum, item) => sum + item),
            static number => number,
            static items => [.. items.Select((_, at) => 10 + items.Take(at + 1).Sum())]) { Capabilities = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Stateful },
        OneToOne("mapAsync", static stage => stage.MapAsync("map", NextAsync), static item => item + 1),
        OneToOne("mapAsync by tasks", static stage => stage.MapAsync("map", NextTask), static item => item + 1),
        OneToOne("mapAsync, 3 at a time", static stage => stage.MapAsync("map", NextAsync, 3), static item => item + 1) with { Hand = 4 },
        OneToOne("mapAsync, 3 at a time in any order", static stage => stage.MapAsync("map", NextAsync, 3, ordered: false), static item => item + 1)
            with { Hand = 4, Capabilities = Unordered },
        OneToOne("an empty pipeline", static stage => stage, static item => item),
        OneToOne(
            "batch and expand",
            static stage => stage.Batch("batch", 3).Expand("expand", static batch => batch, new HopOptions<int[]>(1)),
            static item => item) with { Hand = 3 + (1 + 1) * 3 + 128 },
        OneToOne(
            "batch with a limit that never passes, and expand",
            static stage => stage.Batch("batch", 3, TimeSpan.FromDays(1)).Expand("expand", static batch => batch, new HopOptions<int[]>(1)),
            static item => item) with { Hand = 3 + (1 + 1) * 3 + 128 },
        OneToOne(
            "batch by weight and flatten",
            static stage => stage.Batch("batch", 4, weight: 7, weigh: static item => item % 11).Flatten("flatten", new HopOptions<int[]>(1)),
            static item => item) with { Hand = 4 + (1 + 1) * 4 + 128 },
        OneToOne(
            "batch and flatten, as a sequence",
            static stage => stage.Batch("batch", 3).Map("sequence", static IEnumerable<int> (batch) => batch, new HopOptions<int[]>(1))
                .Flatten("flatten", new HopOptions<IEnumerable<int>>(1)), static item => item) with { Hand = 3 + (2 * 3) + 3 + 128 },
        OneToOne(
            "asynchronous sequences, flattened",
            static stage => stage.Map("sequence", OneAsync).Flatten("flatten", new HopOptions<IAsyncEnumerable<int>>(1)), static item => item)
            with { Hand = 128 + 1 + 129 },
        OneToOne(
            "a sequence of each, flattened",
            static stage => stage.ExpandAsync("expand", OneAsync), static item => item) with { Hand = 129 },
        OneToOne(
            "map, map, map over hops of 1",
            static stage => stage.Map("a", static item => item).Map("b", static item => item * 2, Narrow).Map("c", static item => item, Narrow),
            static item => item * 2) with { Hand = (3 * 128) + 2 },
        OneToOne(
            "a partition in two",
            static stage => stage.Partition("partition", static item => item % 2, ("even", Branch()), ("odd", Branch())),
            static item => item + 1) with { Capabilities = Unordered, Hand = 4000 },
        OneToOne(
            "a balance of two",
            static stage => stage.Balance("balance", ("a", Branch()), ("b", Branch())),
            static item => item + 1) with { Capabilities = Unordered, Hand = 4000 },
        new(
            "a broadcast to two",
            static () => Pipeline.Of<int>().Broadcast("broadcast", ("next", Branch()), ("same", Pipeline.Of<int>())),
            static number => number,
            static items => [.. items.SelectMany<int, int>(static item => [item, item + 1])]) { Capabilities = Capabilities.Swappable },
        new(
            "a broadcast to two, of which one ends early",
            static () => Pipeline.Of<int>().Broadcast("broadcast", ("five", Branch().Take("five", 5, Narrow)), ("same", Branch())),
            static number => number,
            static items => [.. items.Concat(items.Take(5)).Select(static item => item + 1)]) { Capabilities = Capabilities.Stateful },
        OneToOne(
            "group by 5 keys",
            static stage => stage.GroupBy("key", static item => item % 5, static _ => Branch()),
            static item => item + 1) with { Capabilities = Unordered, Hand = 4000 },
        OneToOne(
            "group by 5 keys, of which 2 have a place",
            static stage => stage.GroupBy("key", static item => item % 5, static _ => Branch(), maxKeys: 2),
            static item => item + 1) with { Capabilities = Unordered, Hand = 4000 },
        OneToOne(
            "a layer of two directions over another",
            static stage => stage.Then(Layered(Duplex.Of("layer", new BothWays<int>(static item => item + 1, static item => item + 1), Narrow, Narrow))),
            static item => item + 4) with { Hand = 2000 },
        Partial("take", static stage => stage.Take("take", 20), static items => items.Take(20)) with { Capabilities = Stateful | Capabilities.EndsEarly },
        Partial("take while", static stage => stage.TakeWhile("take", static item => item < 20), static items => items.Take(20)) with { Capabilities = Stateful | Capabilities.EndsEarly },
        Partial("skip", static stage => stage.Skip("skip", 20), static items => items.Skip(20)) with { Capabilities = Stateful },
        Partial("skip while", static stage => stage.SkipWhile("skip", static item => item % 21 != 20), static items => items.Skip(20)) with { Capabilities = Stateful },
        Partial("filter", static stage => stage.Filter("filter", static item => item % 3 == 0), static items => items.Where(static item => item % 3 == 0)),
        new(
            "expand",
            static () => Pipeline.Of<int>().Expand("expand", static item => Enumerable.Repeat(item, (item + 1) % 4)),
            static number => number,
            static items => [.. items.SelectMany(static item => Enumerable.Repeat(item, (item + 1) % 4))]) { Capabilities = Stateless },
        new(
            "a running sum that hands over its state",
            static () => new RunningSum(),
            static number => number,
            static items => [.. items.Select((_, index) => items.Take(index + 1).Sum()), -items.Sum()])
        {
            Capabilities = Stateful | Capabilities.Swappable,
        },
        OfSource("a source of a channel", static items => Source.From("from", items)),
        OfSource("a source of an asynchronous sequence", static items => Source.From("from", items.ReadAllAsync())),
        OfSource("a source that is a body", static items => Source.From<int>("from", (output, cancellationToken) => CopyAsync(items, output, cancellationToken))),
        OfSource("a source zipped with numbers, in pairs", static items => Pipeline
            .Zip("zip", ("from", Source.From("from", items)), ("count", Source.From("count", Enumerable.Range(0, 1_000_000))))
            .Map("first", static pair => pair.First, new HopOptions<(int First, int Second)>(1))) with { Hand = 128 + 256 + 128 + 1 },
        StageSubject.OfSink<int, int>("a sink to a channel", static output => Sink.To("to", output), static number => number, static items => items),
    ];

    private static StageSubject<int, int> OneToOne(string name, Func<Pipeline<int, int>, Pipeline<int, int>> build, Func<int, int> model) =>
        new(name, () => build(Pipeline.Of<int>()), static number => number, items => [.. items.Select(model)]);

    private static StageSubject<int, int> Partial(
        string name, Func<Pipeline<int, int>, Pipeline<int, int>> build, Func<IEnumerable<int>, IEnumerable<int>> model) =>
        new(name, () => build(Pipeline.Of<int>()), static number => number, items => [.. model(items)]) { Capabilities = Stateless };

    private static StageSubject<int, int> OfSource(string name, Func<ChannelReader<int>, Pipeline<Nothing, int>> create) =>
        StageSubject.OfSource<int, int>(name, create, static number => number, static items => items);

    private static Pipeline<int, int> Branch() => Pipeline.Of<int>().Map("next", static item => item + 1, Narrow);

    private static void NextOfAll(ReadOnlySpan<int> items, Span<int> results)
    {
        for (var i = 0; i < items.Length; i++) results[i] = items[i] + 1;
    }

    private static async IAsyncEnumerable<int> OneAsync(int item)
    {
        for (var turn = 0; turn < item % 3; turn++) await Task.Yield();
        yield return item;
        for (var turn = 0; turn < item % 2; turn++) await Task.Yield();
    }

    private static async ValueTask CopyAsync(ChannelReader<int> items, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        await foreach (var item in items.ReadAllAsync(cancellationToken)) await output.WriteAsync(item, cancellationToken);
    }

    private static Pipeline<int, int> Layered(Duplex<int, int, int, int> layer) =>
        Duplex.Of(Branch(), Pipeline.Of<int>().Map("up", static item => item, Narrow)).Atop(layer).Join(Pipeline.Of<int>().Map("below", static item => item + 1, Narrow));

    // Comes back after a number of turns that differs from item to item.
    private static Task<int> NextTask(int item, CancellationToken cancellationToken) => NextAsync(item, cancellationToken).AsTask();

    private static async ValueTask<int> NextAsync(int item, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < item % 5; turn++) await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return item + 1;
    }
}
