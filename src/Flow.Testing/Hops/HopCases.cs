using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="HopCase"/>s.</summary>
public static class HopCases
{
    private static readonly Gen<int> Capacities = Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 80)));

    private static readonly Gen<int[]> NoWeights = Gen.Constant(Array.Empty<int>());

    // Items of no weight, and some heavier than the bound.
    private static readonly Gen<int[]> Weights =
        Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 5)), (1, Gen.Choose(6, 100))).NonEmptyListOf().Select(static weights => weights.ToArray());

    /// <summary>The cases for a hop: what it does not declare does not come up.</summary>
    public static Arbitrary<HopCase> For(HopSubject hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        var endings = hop.Has(HopCapabilities.Abandonable)
            ? Gen.Elements(Enum.GetValues<HopEnding>())
            : Gen.Elements(HopEnding.Completed, HopEnding.Faulted);
        return Arb.From(
            Generate(
                hop.Has(HopCapabilities.Weighed) ? Gen.OneOf(NoWeights, Weights) : NoWeights,
                Sides(hop.Has(HopCapabilities.ManyWriters)),
                Sides(hop.Has(HopCapabilities.ManyReaders)),
                endings),
            Shrink);
    }

    private static Gen<int> Sides(bool many) => many ? Gen.Choose(1, 4) : Gen.Constant(1);

    private static Gen<HopCase> Generate(Gen<int[]> weights, Gen<int> writers, Gen<int> readers, Gen<HopEnding> endings) =>
        from items in Gen.Choose(0, 120)
        from capacity in Capacities
        from maxItems in Capacities
        from weighed in weights
        from writerCount in writers
        from readerCount in readers
        from writing in MoveScripts.Any
        from reading in MoveScripts.Any
        from ending in endings
        from abandonedAfter in Gen.Choose(0, items)
        select new HopCase
        {
            Items = items,
            Capacity = capacity,
            MaxItems = maxItems,
            Weights = weighed,
            Writers = writerCount,
            Readers = readerCount,
            Writing = writing,
            Reading = reading,
            Ending = ending,
            AbandonedAfter = abandonedAfter,
        };

    private static IEnumerable<HopCase> Shrink(HopCase example) =>
    [
        .. MoveScripts.Shrink(example.Items, 0).Select(items =>
            example with { Items = items, AbandonedAfter = Math.Min(items, example.AbandonedAfter) }),
        .. example.Weights.Count > 0 ? [example with { Weights = [] }] : Array.Empty<HopCase>(),
        .. example.Weights.Count > 1 ? [example with { Weights = [.. example.Weights.Take(example.Weights.Count / 2)] }] : Array.Empty<HopCase>(),
        .. MoveScripts.Shrink(example.Writers, 1).Select(writers => example with { Writers = writers }),
        .. MoveScripts.Shrink(example.Readers, 1).Select(readers => example with { Readers = readers }),
        .. MoveScripts.Shrink([.. example.Writing]).Select(writing => example with { Writing = writing }),
        .. MoveScripts.Shrink([.. example.Reading]).Select(reading => example with { Reading = reading }),
        .. MoveScripts.Shrink(example.AbandonedAfter, 0).Select(after => example with { AbandonedAfter = after }),
        .. MoveScripts.Shrink(example.Capacity, 1).Select(capacity => example with { Capacity = capacity }),
        .. MoveScripts.Shrink(example.MaxItems, 1).Select(maxItems => example with { MaxItems = maxItems }),
        .. example.Ending != HopEnding.Completed ? [example with { Ending = HopEnding.Completed, AbandonedAfter = 0 }] : Array.Empty<HopCase>(),
    ];
}
