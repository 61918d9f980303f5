namespace Flow.Testing;

/// <summary>What is done with hops for their laws to judge.</summary>
internal static class HopExperiments
{
    /// <summary>It is written and read until it ends.</summary>
    public static Experiment<HopSubject, HopCase> Use { get; } = new(static (hop, example, trial) => new HopConversation(hop, example, trial))
    {
        Cases = HopCases.For,
        InsidePercent = 40,
    };

    /// <summary>One caller uses it beside a model.</summary>
    public static Experiment<HopSubject, HopCase> Model { get; } = new(static (hop, example, trial) => new HopModel(hop, example, trial))
    {
        Cases = HopCases.For,
        SamplesPercent = 50,
    };

    /// <summary>Each of its ends is waited at twice.</summary>
    public static Experiment<HopSubject, HopCase> DoubleWait { get; } = new(static (hop, example, _) => new DoubleWait(hop, example))
    {
        Cases = HopCases.For,
        SamplesPercent = 5,
    };
}
