using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>All there is to a run, drawn from a seed.</summary>
internal sealed class RunDraw
{
    private const int Longest = 4;

    public RunDraw(int seed, Ledger ledger)
    {
        var random = new Random(seed);
        Ending = random.Next(10) < 5 ? Ending.Exhausted : random.Of(Ending.Drained, Ending.Stopped, Ending.Cancelled, Ending.Disposed);
        var mayEndEarly = random.OneIn(5);
        Faults = new FaultDraw(random, ledger, mayFault: random.OneIn(2));
        MayDrop = random.OneIn(3);
        Hops = new HopDraw(random, MayDrop);
        Sources = new SourceDraw(random, Hops, Faults, Ending == Ending.Exhausted ? random.Count(TokenSlab.Fed) : TokenSlab.Fed);
        Stages = new StageDraw(random, Hops, Faults, mayEndEarly);
        Sink = new SinkDraw(random, ledger, Hops, mayEndEarly);
        var pipeline = Sources.Sources();
        for (var left = random.Next(Longest); left > 0; left--) pipeline = pipeline.Then(Stages.Chain());
        Whole = pipeline.Then(Sink.Sink());
        Swaps = [.. Sources.Swaps, .. Stages.Swaps, .. Sink.Swaps];
        SwapsWanted = random.OneIn(4) ? 0 : random.Count(200);
        Swappers = 1 + random.Next(2);
        Scheduler = random.Next(8);
        Moves = random.Next();
    }

    public Ending Ending { get; }

    public HopDraw Hops { get; }

    public FaultDraw Faults { get; }

    public SourceDraw Sources { get; }

    public StageDraw Stages { get; }

    public SinkDraw Sink { get; }

    public Pipeline<Nothing, Nothing> Whole { get; }

    public IReadOnlyList<Swap> Swaps { get; }

    /// <summary>How often a stage is swapped, if the run lasts that long.</summary>
    public int SwapsWanted { get; }

    /// <summary>How many swap at once.</summary>
    public int Swappers { get; }

    public int Scheduler { get; }

    /// <summary>The seed of what is done to the run while it is alive.</summary>
    public int Moves { get; }

    public bool MayDrop { get; }

    /// <summary>Whether a stage or a reader may have had enough before its input has ended.</summary>
    public bool EndsEarly => Sources.EndsEarly || Stages.EndsEarly || Sink.EndsEarly || Faults.LosesLetters;
}
