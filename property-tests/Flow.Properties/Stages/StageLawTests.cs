using System.Threading.Channels;
using Flow.Testing;
using FsCheck.Fluent;
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

    public static TheoryData<StageSubject<int, int>> StagesOneByOne() =>
        [OneAtATime("one by one", static () => new OneByOne()), OneAtATime("one by one, in a run of its own", static () => Pipeline.Of<int>().Then("inner", new OneByOne()))];

    // A write that has begun when the output goes still comes in, and the stage takes the next item before it is told.
    [Theory]
    [MemberData(nameof(StagesOneByOne))]
    public void A_stage_that_is_writing_while_its_output_goes_keeps_every_law(StageSubject<int, int> stage)
    {
        var onItsWay = new StageCase { Items = 1, Reading = [new Move(MoveKind.Try, 1)], Ending = StageEnding.OutputAbandoned, EndsAfter = 1 };
        foreach (var law in new[] { StageLaws<int, int>.StopsWhenOutputGone, StageLaws<int, int>.Bound })
            law.Hold(stage, Gen.Constant(onItsWay).ToArbitrary(), Execution.Simulated, 1500);
    }

    private static StageSubject<int, int> OneAtATime(string name, Func<IStage<int, int>> create) =>
        new(name, create, static number => number, static items => items) { Hand = 1 };

    private sealed class OneByOne : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (input.TryRead(out var item)) await output.WriteAsync(item, cancellationToken);
            }
        }
    }
}
