using Flow.Properties.DataPath;
using Flow.Properties.Ends;
using Flow.Properties.Hops;
using Flow.Properties.Positions;
using Flow.Properties.Stages;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

/// <summary>The same seed, the same digest: of every case, what happens in it step by step, and every decision of its schedule.</summary>
[Collection(nameof(Alone))]
public sealed class SameSeedTests
{
    private const int Samples = 10;

    [Fact]
    public void The_same_seed_is_the_same_digest_of_everything_that_is_held_to_the_laws()
    {
        var (first, again, other) = (Digests("1,3,0"), Digests("1,3,0"), Digests("2,3,0"));

        Assert.Equal(first, again);
        Assert.All(first.Zip(other), static pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Without_a_seed_there_is_no_digest() => Assert.Null(HopLaws.Hold(HopKinds.Ring, Execution.Simulated, 1).Digest);

    [Fact]
    public void What_runs_on_threads_has_no_digest() => Assert.Null(WithSeed("1,3,0", static () => HopLaws.Hold(HopKinds.Ring, Execution.Stress, 1)).Digest);

    private static List<string> Digests(string seed) => WithSeed(seed, static () => Reports().Select(static report => $"{report.Subject}: {report.Digest!}").ToList());

    private static IEnumerable<LawReport> Reports() =>
    [
        .. HopKinds.All.Select(static hop => HopLaws.Hold(hop, Execution.Simulated, Samples)),
        .. StageKinds.All.Select(static stage => StageLaws.Hold(stage, Execution.Simulated, Samples)),
        .. OperatorKinds.All.Select(static kind => PipelineLaws.Hold(kind, Execution.Simulated, Samples)),
        .. SourceKinds.All.Concat(SinkKinds.All).Select(static end => PipelineLaws.Hold(end, Execution.Simulated, Samples)),
        .. NumberStages.All.Select(static stage => StageLaws.Hold(stage, Execution.Simulated, Samples)),
    ];

    private static T WithSeed<T>(string seed, Func<T> work)
    {
        Environment.SetEnvironmentVariable("FLOW_SEED", seed);
        try
        {
            return work();
        }
        finally
        {
            Environment.SetEnvironmentVariable("FLOW_SEED", null);
        }
    }
}

/// <summary>Tests that change the environment of all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
