using System.Threading.Channels;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Stages;

/// <summary>Stages, and whole pipelines standing in a stage's place, swapped for their like while they run.</summary>
public sealed class SwapLawTests
{
    private const int Samples = 60;

    private static readonly StageSubject<int, int> RunningSum = new(
        "a running sum that hands over its state",
        static () => new Sum(),
        static number => number,
        static items => [.. items.Select((_, index) => items.Take(index + 1).Sum()), -items.Sum()]);

    public static TheoryData<Law<StageSubject<int, int>, SwapCase>, StageSubject<int, int>> LawsAndStages()
    {
        var data = new TheoryData<Law<StageSubject<int, int>, SwapCase>, StageSubject<int, int>>();
        foreach (var law in SwapLaws<int, int>.All)
        {
            foreach (var stage in StageKinds.All.Where(static stage => !stage.KeepsState).Append(RunningSum)) data.Add(law, stage);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_stage_can_be_swapped_in_simulation(Law<StageSubject<int, int>, SwapCase> law, StageSubject<int, int> stage) =>
        law.Hold(stage, SwapCases.Any, Executions.Simulated, Samples);

    [Theory]
    [MemberData(nameof(LawsAndStages))]
    public void Every_stage_can_be_swapped_on_threads(Law<StageSubject<int, int>, SwapCase> law, StageSubject<int, int> stage) =>
        law.Hold(stage, SwapCases.Any, Executions.Threads, Samples);

    private sealed class Sum : IStatefulStage<int, int, int>
    {
        public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int state, CancellationToken cancellationToken)
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (input.TryRead(out var item)) await output.WriteAsync(state += item, cancellationToken);
            }

            return state;
        }

        public ValueTask EndAsync(int state, ChannelWriter<int> output, CancellationToken cancellationToken) =>
            output.WriteAsync(-state, cancellationToken);
    }
}
