namespace Flow.Benchmarks.Measuring;

/// <summary>One of several ways to do the same thing, to be measured beside the others.</summary>
internal interface IContestant
{
    string Name { get; }

    /// <summary>Does it <paramref name="count"/> times.</summary>
    Task RunAsync(long count);
}
