using Flow.Testing;
using Xunit;

namespace Flow.Properties.Adapters;

/// <summary>What joins pipelines to other libraries, under the laws of stages or of whole runs.</summary>
public sealed class AdapterLawTests
{
    private const int Samples = 60;

    public static TheoryData<StageSubject<int, int>> Stages() => [.. AdapterKinds.Stages];

    public static TheoryData<StageSubject<int, int>> StagesOnThreads() => [.. AdapterKinds.Stages, .. AdapterKinds.StagesOnThreads];

    public static TheoryData<PipelineSubject<int, int>> Ends() => [.. AdapterKinds.Ends];

    public static TheoryData<PipelineSubject<int, int>> EndsOnThreads() => [.. AdapterKinds.Ends, .. AdapterKinds.EndsOnThreads];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_adapter_keeps_the_laws_of_stages_in_simulation(StageSubject<int, int> stage) => StageLaws.Hold(stage, Execution.Simulated, Samples);

    [Theory]
    [MemberData(nameof(StagesOnThreads))]
    public void Every_adapter_keeps_the_laws_of_stages_on_threads(StageSubject<int, int> stage) => StageLaws.Hold(stage, Execution.Stress, Samples);

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_adapter_keeps_the_laws_of_whole_runs_in_simulation(PipelineSubject<int, int> end) =>
        PipelineLaws.Hold(end, Execution.Simulated, Samples);

    [Theory]
    [MemberData(nameof(EndsOnThreads))]
    public void Every_adapter_keeps_the_laws_of_whole_runs_on_threads(PipelineSubject<int, int> end) =>
        PipelineLaws.Hold(end, Execution.Stress, Samples);
}
