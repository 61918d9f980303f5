using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="SwapCase"/>s.</summary>
public static class SwapCases
{
    private static readonly Gen<SwapMove> Moves =
        from after in Gen.Choose(0, 30)
        from givenUp in Gen.Frequency((3, Gen.Constant((int?)null)), (1, Gen.Choose(0, 6).Select(turns => (int?)turns)))
        select new SwapMove(after, givenUp);

    /// <summary>Any number of swaps, at any time, in every way to use and to end a stage.</summary>
    public static Arbitrary<SwapCase> Any { get; } = Arb.From(
        from stage in StageCases.Any.Generator
        from swaps in Moves.ArrayOf()
        select new SwapCase(stage, swaps),
        Shrink);

    private static IEnumerable<SwapCase> Shrink(SwapCase example)
    {
        for (var i = 0; i < example.Swaps.Count; i++)
            yield return example with { Swaps = [.. example.Swaps.Take(i), .. example.Swaps.Skip(i + 1)] };
        foreach (var stage in StageCases.Any.Shrinker(example.Stage)) yield return example with { Stage = stage };
    }
}
