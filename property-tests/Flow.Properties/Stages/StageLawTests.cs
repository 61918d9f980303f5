using Flow.Testing;
using Xunit;

namespace Flow.Properties.Stages;

/// <summary>Stages, and whole pipelines standing in a stage's place.</summary>
public sealed class StageLawTests
{
    private const int Samples = 50;

    public static TheoryData<StageSubject<int, int>> Stages() => [.. StageKinds.All];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_stage_keeps_every_law_in_simulation(StageSubject<int, int> stage) => StageLaws.Hold(stage, Execution.Simulated, 2 * Samples);

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_stage_keeps_every_law_on_threads(StageSubject<int, int> stage) => StageLaws.Hold(stage, Execution.Stress, Samples);
}
