using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="StageCase"/>s.</summary>
public static class StageCases
{
    private static readonly Gen<int> Capacities = Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 40)));

    private static readonly Gen<StageCase> Generated =
        from seed in Gen.Choose(0, int.MaxValue)
        from items in Gen.Frequency((3, Gen.Choose(0, 60)), (1, Gen.Choose(60, 400)))
        from inputCapacity in Capacities
        from outputCapacity in Capacities
        from writing in MoveScripts.Any
        from reading in MoveScripts.Any
        from ending in Gen.Elements(Enum.GetValues<StageEnding>())
        from endsAfter in Gen.Choose(0, items)
        select new StageCase
        {
            Seed = seed,
            Items = items,
            InputCapacity = inputCapacity,
            OutputCapacity = outputCapacity,
            Writing = writing,
            Reading = reading,
            Ending = ending,
            EndsAfter = endsAfter,
        };

    /// <summary>Every way to use and to end a stage.</summary>
    public static Arbitrary<StageCase> Any { get; } = Arb.From(Generated, Shrink);

    private static IEnumerable<StageCase> Shrink(StageCase example) =>
    [
        .. MoveScripts.Shrink(example.Items, 0).Select(items =>
            example with { Items = items, EndsAfter = Math.Min(items, example.EndsAfter) }),
        .. MoveScripts.Shrink([.. example.Writing]).Select(writing => example with { Writing = writing }),
        .. MoveScripts.Shrink([.. example.Reading]).Select(reading => example with { Reading = reading }),
        .. MoveScripts.Shrink(example.EndsAfter, 0).Select(after => example with { EndsAfter = after }),
        .. MoveScripts.Shrink(example.InputCapacity, 1).Select(capacity => example with { InputCapacity = capacity }),
        .. MoveScripts.Shrink(example.OutputCapacity, 1).Select(capacity => example with { OutputCapacity = capacity }),
    ];
}
