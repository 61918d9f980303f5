using Flow.Testing;
using Xunit;

namespace Flow.Properties.Ends;

/// <summary>Each source and each sink in whole runs: whoever faults, whenever it is stopped or drained.</summary>
public sealed class EndLawTests
{
    private const int Samples = 120;

    public static TheoryData<PipelineSubject<Token, Token>> Ends() => [.. SourceKinds.All, .. SinkKinds.All];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_end_keeps_every_law_in_simulation(PipelineSubject<Token, Token> kind) => PipelineLaws.Hold(kind, Execution.Simulated, Samples);

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_end_keeps_every_law_on_threads(PipelineSubject<Token, Token> kind) => PipelineLaws.Hold(kind, Execution.Stress, Samples / 2);

    [Fact]
    public void Ticks_keep_every_law() => PipelineLaws.Hold(SourceKinds.Tick, Execution.Simulated, Samples);
}
