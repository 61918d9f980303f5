using Flow.Testing;
using Xunit;

namespace Flow.Properties.Positions;

/// <summary>
/// Each operator in whole runs: first, last or in the middle, whoever faults, whenever it is stopped. Its items are tokens, so that it is seen
/// who ends them.
/// </summary>
public sealed class PositionLawTests
{
    private const int Samples = 120;

    public static TheoryData<PipelineSubject<Token, Token>> Operators() => [.. OperatorKinds.All];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_keeps_every_law_in_simulation(PipelineSubject<Token, Token> kind) => PipelineLaws.Hold(kind, Execution.Simulated, Samples);

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_keeps_every_law_on_threads(PipelineSubject<Token, Token> kind) => PipelineLaws.Hold(kind, Execution.Stress, Samples);
}
