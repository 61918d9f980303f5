using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>Draws where the tokens of a run go.</summary>
internal sealed class SinkDraw(Random random, Ledger ledger, HopDraw drawn, bool mayEndEarly)
{
    private readonly Arrivals _arrivals = new(ledger);

    public List<Swap> Swaps { get; } = [];

    /// <summary>Those who read what the sink writes, until it ends.</summary>
    public List<Func<Task>> Readers { get; } = [];

    /// <summary>Hops that are no run's.</summary>
    public List<Hop<Token>> Hops { get; } = [];

    /// <summary>Whether somebody may have had enough before the run has ended.</summary>
    public bool EndsEarly { get; private set; }

    public Pipeline<Token, Nothing> Sink()
    {
        const string Name = "sink";
        var hop = drawn.OfTokens("sink-hop");
        if (random.OneIn(4)) return Flow.Sink.To(Name, Output(), hop);
        if (mayEndEarly && random.OneIn(2))
        {
            EndsEarly = true;
            var most = random.Count(TokenSlab.Fed);
            return Pipeline.Of<Token>().Then<Nothing>(Name, (input, _, token) => TakeSomeAsync(input, most, token), hop);
        }

        Swaps.Add((run, dice, cancellationToken) => run.SwapAsync(Name, ForEach("again", dice), cancellationToken));
        return ForEach(Name, random, hop);
    }

    private Pipeline<Token, Nothing> ForEach(string name, Random dice, HopOptions<Token>? hop = null) => dice.Next(4) switch
    {
        0 => Flow.Sink.ForEachAsync<Token>(name, AddAsync, hop),
        1 => Flow.Sink.ForEach<Token>(name, AddSlowly, hop),
        2 => Flow.Sink.ForEachSpan<Token>(name, AddAll, hop),
        _ => Flow.Sink.ForEach<Token>(name, _arrivals.Add, hop),
    };

    private void AddSlowly(Token token)
    {
        Thread.SpinWait(100);
        _arrivals.Add(token);
    }

    private void AddAll(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens) _arrivals.Add(token);
    }

    private async ValueTask AddAsync(Token token, CancellationToken cancellationToken)
    {
        if (token.Sequence % 16 == 0) await Task.Yield();
        _arrivals.Add(token);
    }

    private async ValueTask TakeSomeAsync(ChannelReader<Token> input, int most, CancellationToken cancellationToken)
    {
        while (most > 0 && await input.WaitToReadAsync(cancellationToken))
        {
            for (; most > 0 && input.TryRead(out var token); most--) _arrivals.Add(token);
        }
    }

    private HopWriter<Token> Output()
    {
        var readers = 1 + random.Next(3);
        var hop = Hop<Token>.Create(readers > 1 ? drawn.OfMany("output") : drawn.OfTokens("output"));
        Hops.Add(hop);
        for (var i = 0; i < readers; i++)
        {
            var most = int.MaxValue;
            if (mayEndEarly && random.OneIn(3))
            {
                EndsEarly = true;
                most = random.Count(TokenSlab.Fed);
            }

            Readers.Add(() => ReadAsync(hop.Reader, most));
        }

        return hop.Writer;
    }

    private async Task ReadAsync(HopReader<Token> reader, int most)
    {
        var arrivals = new Arrivals(ledger);
        try
        {
            while (most > 0 && await reader.WaitToReadAsync())
            {
                for (; most > 0 && reader.TryRead(out var token); most--) arrivals.Add(token);
            }
        }
        catch (Exception error) when (ReferenceEquals(error, reader.CompletionError))
        {
            // What the run ended with, which it reports itself.
        }

        reader.Abandon();
    }
}
