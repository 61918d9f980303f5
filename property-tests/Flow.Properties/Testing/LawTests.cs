using Flow.Properties.Hops;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class LawTests
{
    private static readonly Law<HopSubject, HopCase> Broken = new(
        "Broken", "No hop gets more than 5 items.", static (_, example) => example.Items <= 5 ? Task.CompletedTask : throw new InvalidDataException("more"));

    [Fact]
    public void A_failure_says_the_sentence_the_smallest_case_and_what_replays_it()
    {
        var failure = Assert.Throws<LawBrokenException>(() => Broken.Hold(HopKinds.Ring, HopCases.For(HopKinds.Ring), Execution.Simulated));
        Assert.Contains(Broken.Sentence, failure.Message, StringComparison.Ordinal);
        Assert.Contains("case: 6 items through a bound of 1 items; writer []; reader []", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"FLOW_REPLAY='{failure.Replay}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FLOW_SEED=", failure.Message, StringComparison.Ordinal);

        var replayed = Assert.Throws<LawBrokenException>(() => Broken.Replay(HopKinds.Ring, failure.Replay!));
        Assert.Equal($"{failure.Case}", $"{replayed.Case}");
    }
}
