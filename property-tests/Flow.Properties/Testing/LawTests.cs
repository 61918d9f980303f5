using System.Text.RegularExpressions;
using Flow.Properties.Hops;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

public sealed partial class LawTests
{
    private static readonly Law<HopSubject, HopCase> Broken = new(
        "Broken", "No hop gets more than 5 items.", static (_, example) => example.Items <= 5 ? Task.CompletedTask : throw new InvalidDataException("more"));

    [Fact]
    public void A_failure_says_the_sentence_the_shrunk_case_and_what_replays_it()
    {
        var failure = Assert.Throws<LawBrokenException>(Hold);
        Assert.Contains(Broken.Sentence, failure.Message, StringComparison.Ordinal);
        Assert.Contains(": 6 items through a bound of 1 items; writer []; reader []", failure.Message, StringComparison.Ordinal);
        Assert.Contains("shrunk from seed", failure.Message, StringComparison.Ordinal);

        var replay = Replay().Match(failure.Message).Groups[1].Value;
        var replayed = Assert.Throws<LawBrokenException>(() => Broken.Hold(HopKinds.Ring, HopCases.ByItems, Executions.Simulated, 1, replay));
        Assert.Equal(failure.Message, replayed.Message);

        static void Hold() => Broken.Hold(HopKinds.Ring, HopCases.ByItems, Executions.Simulated);
    }

    [GeneratedRegex("FLOW_REPLAY=([0-9,]+)")]
    private static partial Regex Replay();
}
