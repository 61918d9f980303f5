using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>Draws where the tokens of a run come from.</summary>
internal sealed class SourceDraw(Random random, HopDraw drawn, FaultDraw faults, int tokens)
{
    private readonly List<(Hop<Token> Hop, Feed[] Feeds)> _shared = [];
    private int _lanes;

    public List<Swap> Swaps { get; } = [];

    /// <summary>Those who write what a source reads, until they have no more, or are told to end.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Writers =>
        _shared.Select(shared => (Func<CancellationToken, Task>)(cancellationToken => WriteAsync(shared.Hop, shared.Feeds, cancellationToken)));

    /// <summary>Hops that are no run's.</summary>
    public IEnumerable<Hop<Token>> Hops => _shared.Select(shared => shared.Hop);

    /// <summary>How many tokens there are when all have been made.</summary>
    public int Tokens { get; private set; }

    /// <summary>Whether what is drained may end before all tokens that are in flight have come.</summary>
    public bool EndsEarly { get; private set; }

    public Pipeline<Nothing, Token> Sources()
    {
        if (random.OneIn(8)) return Numbered(Source("source-0", tokens));
        if (random.Next(4) != 0) return Source("source-0", tokens);
        var sources = new (string, Pipeline<Nothing, Token>)[1 + random.Next(3)];
        for (var i = 0; i < sources.Length; i++) sources[i] = ($"from-{i}", Source($"source-{i}", tokens / sources.Length));
        return random.OneIn(3) ? Pipeline.Concat("concat", sources) : Pipeline.Merge("merge", sources);
    }

    /// <summary>The run has ended, and so have the writers: what nobody has taken is taken here.</summary>
    public void TakeLeft()
    {
        foreach (var (hop, _) in _shared)
        {
            while (hop.Reader.TryRead(out var token)) token.End(Fate.NotTaken);
        }
    }

    private Pipeline<Nothing, Token> Numbered(Pipeline<Nothing, Token> source)
    {
        EndsEarly = true;
        var numbers = Flow.Source.From("numbers", Enumerable.Range(0, int.MaxValue));
        return Pipeline.Zip("zip", ("tokens", source), ("numbers", numbers), static (token, _) => token);
    }

    private Pipeline<Nothing, Token> Source(string name, int count)
    {
        if (random.Next(4) == 0) return Shared(name, count);
        var (faultEvery, policy) = faults.OfSource();
        var feed = NewFeed(count, faultEvery);
        if (policy is null)
        {
            Swaps.Add((run, dice, cancellationToken) =>
                run.SwapAsync(name, Source("again", feed, dice.Next(4)), cancellationToken));
        }

        var source = Source(name, feed, random.Next(4));
        return policy is null ? source : source.OnFault(name, policy);
    }

    private static Pipeline<Nothing, Token> Source(string name, Feed feed, int kind) => kind switch
    {
        0 => Flow.Source.From(name, feed.Items()),
        1 => Flow.Source.From(name, feed.ItemsAsync()),
        2 => Flow.Source.UnfoldSpan(name, feed, static (ref Feed feed, Span<Token> free) => feed.Fill(free)),
        _ => Flow.Source.From<Token>(name, feed.WriteAsync),
    };

    private Pipeline<Nothing, Token> Shared(string name, int count)
    {
        var hop = Hop<Token>.Create(drawn.OfMany($"{name}-hop"));
        var feeds = new Feed[1 + random.Next(4)];
        for (var i = 0; i < feeds.Length; i++) feeds[i] = NewFeed(count / feeds.Length, faultEvery: 0);
        _shared.Add((hop, feeds));
        return Flow.Source.From(name, hop.Reader);
    }

    private Feed NewFeed(int count, int faultEvery)
    {
        Tokens += count;
        return new Feed(faults.Ledger, ++_lanes, count, faultEvery);
    }

    private static async Task WriteAsync(Hop<Token> hop, Feed[] feeds, CancellationToken cancellationToken)
    {
        await Task.WhenAll(feeds.Select(feed => Task.Run(async () => await feed.WriteAsync(hop.Writer, cancellationToken), CancellationToken.None)));
        hop.Writer.TryComplete();
    }
}
