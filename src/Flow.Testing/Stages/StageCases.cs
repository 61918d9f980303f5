using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="StageCase"/>s.</summary>
public static class StageCases
{
    private static readonly Gen<int> Capacities = Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 40)));

    private static readonly Gen<SwapMove> Swaps =
        from after in Gen.Choose(0, 30)
        from givenUp in Gen.Frequency((3, Gen.Constant((int?)null)), (1, Gen.Choose(0, 6).Select(static turns => (int?)turns)))
        select new SwapMove(after, givenUp);

    private static readonly Gen<StageCase> Generated =
        from items in Gen.Frequency((3, Gen.Choose(0, 60)), (1, Gen.Choose(60, 400)))
        from inputCapacity in Capacities
        from outputCapacity in Capacities
        from writing in MoveScripts.Any
        from reading in MoveScripts.Any
        from idles in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 400)))
        from ending in Gen.Elements(Enum.GetValues<StageEnding>())
        from endsAfter in EndsAfter(items)
        select new StageCase
        {
            Items = items,
            InputCapacity = inputCapacity,
            OutputCapacity = outputCapacity,
            Writing = writing,
            Reading = reading,
            ReaderIdles = idles,
            Ending = ending,
            EndsAfter = endsAfter,
        };

    /// <summary>Every way to use and to end a stage.</summary>
    public static Arbitrary<StageCase> Any { get; } = Arb.From(Generated, Shrink);

    /// <summary>The same, with any number of swaps at any time.</summary>
    public static Arbitrary<StageCase> WithSwaps { get; } = Arb.From(
        from example in Generated
        from swaps in Swaps.ArrayOf()
        select example with { Swaps = [.. swaps.Take(12)] },
        Shrink);

    // In turns, also when all is written and the stage waits for more.
    private static Gen<int> EndsAfter(int items) => Gen.Frequency((3, Gen.Choose(0, items)), (1, Gen.Choose(items, (10 * items) + 20)));

    private static IEnumerable<StageCase> Shrink(StageCase example) =>
    [
        .. MoveScripts.Shrink(example.Items, 0).Select(items =>
            example with { Items = items, EndsAfter = Math.Min(items, example.EndsAfter) }),
        .. example.Swaps.Select((_, at) => example with { Swaps = [.. example.Swaps.Take(at), .. example.Swaps.Skip(at + 1)] }),
        .. MoveScripts.Shrink(example.ReaderIdles, 0).Select(idles => example with { ReaderIdles = idles }),
        .. MoveScripts.Shrink([.. example.Writing]).Select(writing => example with { Writing = writing }),
        .. MoveScripts.Shrink([.. example.Reading]).Select(reading => example with { Reading = reading }),
        .. MoveScripts.Shrink(example.EndsAfter, 0).Select(after => example with { EndsAfter = after }),
        .. MoveScripts.Shrink(example.InputCapacity, 1).Select(capacity => example with { InputCapacity = capacity }),
        .. MoveScripts.Shrink(example.OutputCapacity, 1).Select(capacity => example with { OutputCapacity = capacity }),
        .. example.Ending != StageEnding.InputCompleted
            ? [example with { Ending = StageEnding.InputCompleted, EndsAfter = 0 }]
            : Array.Empty<StageCase>(),
    ];
}
