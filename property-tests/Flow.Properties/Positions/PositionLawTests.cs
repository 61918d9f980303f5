using Flow.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Flow.Properties.Positions;

/// <summary>
/// Each operator in a whole run: first, last or in the middle, whoever faults, whenever it is stopped. It ends, for the right reason; what came
/// before a fault arrives; and every token is delivered once or disposed once.
/// </summary>
public sealed class PositionLawTests
{
    private const int Samples = 150;

    private static readonly Law<Operator, PositionCase> Law = new(
        "Position",
        "Wherever an operator stands and however its run ends, each item is delivered once or disposed once, and what came before arrives.",
        HoldAsync);

    private static readonly Gen<PositionCase> Cases =
        from ending in Gen.Elements(Enum.GetValues<PositionEnding>())
        from items in Gen.Frequency((3, Gen.Choose(0, 50)), (1, Gen.Choose(50, 500)))
        from at in Gen.Choose(0, items)
        from bound in Gen.Frequency((3, Gen.Choose(1, 4)), (1, Gen.Choose(5, 300)))
        from hasBefore in Gen.Elements(true, false)
        from hasAfter in Gen.Elements(true, false)
        select new PositionCase(ending, items, at, bound, hasBefore, hasAfter);

    public static TheoryData<string> Operators() => [.. OperatorKinds.All.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_keeps_it_in_simulation(string kind) => Hold(kind, Execution.Simulated);

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_keeps_it_on_threads(string kind) => Hold(kind, Execution.Stress);

    private static void Hold(string name, Execution execution) =>
        Law.Hold(OperatorKinds.All.Single(kind => kind.Name == name), Arb.From(Cases), execution, Samples);

    private static async Task HoldAsync(Operator kind, PositionCase example)
    {
        var conversation = new PositionConversation(kind, example);
        await conversation.RunAsync();
        conversation.CheckThatEachTokenEndedOnce();
        conversation.CheckThatNothingIsLeft();
        conversation.CheckTheFault();
        conversation.CheckWhatArrived();
    }
}
