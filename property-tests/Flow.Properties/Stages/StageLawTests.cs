using Flow.Testing;
using Xunit;

namespace Flow.Properties.Stages;

public sealed class StageLawTests
{
    private const int Samples = 60;

    public static TheoryData<Law<StageSubject<int, int>, StageCase>, StageSubject<int, int>> LawsAndStages()
    {
        var data = new TheoryData<Law<StageSubject<int, int>, StageCase>, StageSubject<int, int>>();
        foreach (var law in StageLaws<int, int>.All)
        {
            foreach (var stage in StageKinds.All) data.Add(law, stage);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_stage_keeps_every_law_in_simulation(Law<StageSubject<int, int>, StageCase> law, StageSubject<int, int> stage) =>
        law.Hold(stage, StageCases.Any, Executions.Simulated, Samples);

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_stage_keeps_every_law_on_threads(Law<StageSubject<int, int>, StageCase> law, StageSubject<int, int> stage) =>
        law.Hold(stage, StageCases.Any, Executions.Threads, Samples);
}
