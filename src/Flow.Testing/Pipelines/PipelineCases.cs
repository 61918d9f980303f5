using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks <see cref="PipelineCase"/>s.</summary>
public static class PipelineCases
{
    private static readonly Gen<SwapMove> Swaps =
        from after in Gen.Choose(0, 40)
        from givenUp in Gen.Frequency((3, Gen.Constant((int?)null)), (1, Gen.Choose(0, 6).Select(static turns => (int?)turns)))
        select new SwapMove(after, givenUp);

    /// <summary>Every way to run and to end a pipeline.</summary>
    public static Arbitrary<PipelineCase> Any { get; } = Arb.From(
        from ending in Gen.Elements(Enum.GetValues<PipelineEnding>())
        from items in Gen.Frequency((3, Gen.Choose(0, 50)), (1, Gen.Choose(50, 400)))
        from at in Gen.Choose(0, items)
        from bound in Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 300)))
        from hasBefore in Gen.Elements(true, false)
        from hasAfter in Gen.Elements(true, false)
        from rests in Gen.Choose(0, 4).ArrayOf()
        from swaps in Swaps.ArrayOf()
        select new PipelineCase
        {
            Ending = ending,
            Items = items,
            At = at,
            Bound = bound,
            HasBefore = hasBefore || ending == PipelineEnding.StageBeforeFaults,
            HasAfter = hasAfter || ending == PipelineEnding.StageAfterFaults,
            SinkRests = [.. rests.Take(6)],
            Swaps = [.. swaps.Take(8)],
        },
        Shrink);

    private static IEnumerable<PipelineCase> Shrink(PipelineCase example) =>
    [
        .. MoveScripts.Shrink(example.Items, 0).Select(items => example with { Items = items, At = Math.Min(items, example.At) }),
        .. example.Swaps.Select((_, at) => example with { Swaps = [.. example.Swaps.Take(at), .. example.Swaps.Skip(at + 1)] }),
        .. example.SinkRests.Select((_, at) => example with { SinkRests = [.. example.SinkRests.Take(at), .. example.SinkRests.Skip(at + 1)] }),
        .. example.HasBefore && example.Ending != PipelineEnding.StageBeforeFaults ? [example with { HasBefore = false }] : Array.Empty<PipelineCase>(),
        .. example.HasAfter && example.Ending != PipelineEnding.StageAfterFaults ? [example with { HasAfter = false }] : Array.Empty<PipelineCase>(),
        .. MoveScripts.Shrink(example.At, 0).Select(at => example with { At = at }),
        .. MoveScripts.Shrink(example.Bound, 1).Select(bound => example with { Bound = bound }),
        .. example.Ending != PipelineEnding.Completed ? [example with { Ending = PipelineEnding.Completed, At = 0 }] : Array.Empty<PipelineCase>(),
    ];
}
