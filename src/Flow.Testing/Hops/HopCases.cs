using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="HopCase"/>s.</summary>
public static class HopCases
{
    private static readonly Gen<int> Capacities = Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 80)));

    /// <summary>Cases for hops bounded by items.</summary>
    public static Arbitrary<HopCase> ByItems { get; } = Arb.From(Generate(Gen.Constant(Array.Empty<int>())), Shrink);

    /// <summary>Cases for hops bounded by weight: items of no weight, and some heavier than the bound.</summary>
    public static Arbitrary<HopCase> ByWeight { get; } = Arb.From(
        Generate(Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 5)), (1, Gen.Choose(6, 100))).NonEmptyListOf().Select(weights => weights.ToArray())),
        Shrink);

    private static Gen<HopCase> Generate(Gen<int[]> weights) =>
        from seed in Gen.Choose(0, int.MaxValue)
        from items in Gen.Choose(0, 120)
        from capacity in Capacities
        from maxItems in Capacities
        from weighed in weights
        from writing in MoveScripts.Any
        from reading in MoveScripts.Any
        from ending in Gen.Elements(Enum.GetValues<HopEnding>())
        from abandonedAfter in Gen.Choose(0, items)
        select new HopCase
        {
            Seed = seed,
            Items = items,
            Capacity = capacity,
            MaxItems = maxItems,
            Weights = weighed,
            Writing = writing,
            Reading = reading,
            Ending = ending,
            AbandonedAfter = abandonedAfter,
        };

    private static IEnumerable<HopCase> Shrink(HopCase example) =>
    [
        .. MoveScripts.Shrink(example.Items, 0).Select(items =>
            example with { Items = items, AbandonedAfter = Math.Min(items, example.AbandonedAfter) }),
        .. MoveScripts.Shrink([.. example.Writing]).Select(writing => example with { Writing = writing }),
        .. MoveScripts.Shrink([.. example.Reading]).Select(reading => example with { Reading = reading }),
        .. MoveScripts.Shrink(example.AbandonedAfter, 0).Select(after => example with { AbandonedAfter = after }),
        .. MoveScripts.Shrink(example.Capacity, 1).Select(capacity => example with { Capacity = capacity }),
        .. MoveScripts.Shrink(example.MaxItems, 1).Select(maxItems => example with { MaxItems = maxItems }),
        .. example.Weights.Count > 1 ? [example with { Weights = [.. example.Weights.Take(example.Weights.Count / 2)] }] : Array.Empty<HopCase>(),
    ];
}
