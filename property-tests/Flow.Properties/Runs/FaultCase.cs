using FsCheck;
using FsCheck.Fluent;

namespace Flow.Properties.Runs;

/// <summary>All that varies when a stage with a fault policy is held to a law.</summary>
public sealed record FaultCase
{
    public static Arbitrary<FaultCase> Any { get; } = Arb.From(
        from items in Gen.Choose(0, 255)
        from bad in Gen.Choose(0, 255)
        from bound in Gen.Choose(0, 255)
        from swaps in Gen.Choose(0, 255).ArrayOf()
        select new FaultCase { Items = items, Bad = bad, Bound = bound, Swaps = swaps },
        static example =>
        [
            .. example.Items > 0 ? [example with { Items = example.Items / 2 }, example with { Items = example.Items - 1 }] : Array.Empty<FaultCase>(),
            .. example.Swaps.Select((_, at) => example with { Swaps = [.. example.Swaps.Take(at), .. example.Swaps.Skip(at + 1)] }),
            .. example.Bound > 0 ? [example with { Bound = 0 }] : Array.Empty<FaultCase>(),
        ]);

    /// <summary>How many items there are; or turns, where it is stopped.</summary>
    public int Items { get; init; }

    /// <summary>Which of them are bad.</summary>
    public int Bad { get; init; }

    /// <summary>Decides the bounds of the hops.</summary>
    public int Bound { get; init; }

    /// <summary>How many turns pass before each swap.</summary>
    public IReadOnlyList<int> Swaps { get; init; } = [];

    public override string ToString() => $"{Items} items, bad {Bad}, bound {Bound}, swaps after [{string.Join(", ", Swaps)}]";
}
