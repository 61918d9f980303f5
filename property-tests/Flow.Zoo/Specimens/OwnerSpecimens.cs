using Flow.Testing;
using Flow.Zoo.Stages;
using Flow.Zoo.Stages.Broken;

namespace Flow.Zoo.Specimens;

/// <summary>The stages that own what they take, each a pipeline in whole runs.</summary>
internal static class OwnerSpecimens
{
    public static IReadOnlyList<Specimen> Right { get; } = [Of(null, static () => new Owning())];

    public static IReadOnlyList<Specimen> Broken { get; } =
    [
        Of("ReleasedOnce", static () => new ReleasesPassed()),
        Of("NothingLeaks", static () => new KeepsHand()),
        Of("FaultComesLast", static () => new HurriesToFault()),
    ];

    private static Specimen Of<TStage>(string? namedBy, Func<TStage> create)
        where TStage : IStage<Token, Token>
    {
        const string Stage = "owner";
        var subject = new PipelineSubject<Token, Token>(
            typeof(TStage).Name,
            (source, probe) => source.Then(Stage, create(), new HopOptions<Token>(probe.Bound)),
            static number => new Token(number),
            static items => items)
        {
            Swaps = [(run, cancellationToken) => run.SwapAsync(Stage, create(), cancellationToken)],
        };
        return new Specimen($"pipeline {subject}", typeof(TStage), namedBy, Trial.All(PipelineLaws<Token, Token>.All, subject));
    }
}
