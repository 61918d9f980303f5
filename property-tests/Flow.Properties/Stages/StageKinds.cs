using Flow.Testing;

namespace Flow.Properties.Stages;

/// <summary>The built-in operators, and small pipelines of them.</summary>
internal static class StageKinds
{
    private static readonly HopOptions<int> Narrow = new(1);

    public static IReadOnlyList<StageSubject<int, int>> All { get; } =
    [
        OneToOne("map", static stage => stage.Map("map", static item => item + 1), static item => item + 1),
        OneToOne("tap", static stage => stage.Tap("tap", static _ => { }), static item => item),
        OneToOne("mapAsync", static stage => stage.MapAsync("map", NextAsync), static item => item + 1),
        OneToOne("mapAsync, 3 at a time", static stage => stage.MapAsync("map", NextAsync, 3), static item => item + 1) with { Hand = 4 },
        OneToOne("mapAsync, 3 at a time in any order", static stage => stage.MapAsync("map", NextAsync, 3, ordered: false), static item => item + 1)
            with { Hand = 4, IsOrdered = false },
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
            "map, map, map over hops of 1",
            static stage => stage.Map("a", static item => item).Map("b", static item => item * 2, Narrow).Map("c", static item => item, Narrow),
            static item => item * 2) with { Hand = (3 * 128) + 2 },
        OneToOne(
            "a partition in two",
            static stage => stage.Partition("partition", static item => item % 2, ("even", Branch()), ("odd", Branch())),
            static item => item + 1) with { IsOrdered = false, Hand = 4000 },
        new(
            "filter",
            static () => Pipeline.Of<int>().Filter("filter", static item => item % 3 == 0),
            static number => number,
            static items => [.. items.Where(static item => item % 3 == 0)]) { IsOneToOne = false },
        new(
            "expand",
            static () => Pipeline.Of<int>().Expand("expand", static item => Enumerable.Repeat(item, (item + 1) % 4)),
            static number => number,
            static items => [.. items.SelectMany(static item => Enumerable.Repeat(item, (item + 1) % 4))]) { IsOneToOne = false },
    ];

    private static StageSubject<int, int> OneToOne(string name, Func<Pipeline<int, int>, Pipeline<int, int>> build, Func<int, int> model) =>
        new(name, () => build(Pipeline.Of<int>()), static number => number, items => [.. items.Select(model)]);

    private static Pipeline<int, int> Branch() => Pipeline.Of<int>().Map("next", static item => item + 1, Narrow);

    // Comes back after a number of turns that differs from item to item.
    private static async ValueTask<int> NextAsync(int item, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < item % 5; turn++) await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return item + 1;
    }
}
