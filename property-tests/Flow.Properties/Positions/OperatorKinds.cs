using Flow.Properties.Stages;
using Flow.Testing;

namespace Flow.Properties.Positions;

/// <summary>Operators on tokens, behind whatever source.</summary>
internal static class OperatorKinds
{
    private const Capabilities Whole = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.FaultsInOrder | Capabilities.Drains;
    private const Capabilities Unordered = Whole & ~Capabilities.Ordered;
    private const Capabilities InPart = Whole & ~Capabilities.OneToOne;

    public static IReadOnlyList<PipelineSubject<Token, Token>> All { get; } =
    [
        Each("map", static (source, probe) => source.Map("operator", probe.Own, Hop(probe))),
        Each("map span", static (source, probe) => source.MapSpan<Nothing, Token, Token>("operator", (from, to) => OwnAll(probe, from, to), Hop(probe)))
            with { Capabilities = Whole & ~Capabilities.FaultsInOrder },
        Each("map async", static (source, probe) => source.MapAsync("operator", (token, _) => OwnAsync(probe, token), hop: Hop(probe)))
            with { Swaps = [static (run, cancellation) => run.SwapAsync("operator", Pipeline.Of<Token>().Map("pass", static token => token), cancellation)] },
        Each("map async, 3 at a time", static (source, probe) => source.MapAsync("operator", (token, _) => OwnAsync(probe, token), 3, hop: Hop(probe))),
        Each("map async, 3 in any order", static (source, probe) => source.MapAsync("operator", (token, _) => OwnAsync(probe, token), 3, ordered: false, Hop(probe)))
            with { Capabilities = Unordered & ~Capabilities.FaultsInOrder },
        Each("expand", static (source, probe) => source.Expand<Nothing, Token, Token>("operator", token => [probe.Own(token)], Hop(probe))),
        Each("expand async", static (source, probe) => source.ExpandAsync("operator", token => OneAsync(probe.Own(token)), Hop(probe))),
        Each("scan", static (source, probe) => source.Scan("operator", new Token(-1), (_, token) => probe.Own(token), Hop(probe))),
        Each("tap", static (source, probe) => source.Tap("operator", token => probe.Look(token), Hop(probe))),
        Some("filter", static (source, probe) => source.Filter("operator", token => probe.Look(token).Number % 3 != 0, Hop(probe)),
            static tokens => tokens.Where(static token => token.Number % 3 != 0)),
        Some("take", static (source, probe) => source.Take("operator", 7, Hop(probe)), static tokens => tokens.Take(7)),
        Some("take while", static (source, probe) => source.TakeWhile("operator", token => probe.Look(token).Number < 20, Hop(probe)), static tokens => tokens.Take(20)),
        Some("skip", static (source, probe) => source.Skip("operator", 7, Hop(probe)), static tokens => tokens.Skip(7)),
        Some("skip while", static (source, probe) => source.SkipWhile("operator", token => probe.Look(token).Number < 20, Hop(probe)), static tokens => tokens.Skip(20)),
        Each("buffer", static (source, _) => source.Buffer("operator", 5)),
        Each("timeout", static (source, probe) => source.Timeout("operator", TimeSpan.FromDays(1), hop: Hop(probe))),
        Each("batch", static (source, probe) => source
            .Batch("operator", 4, weight: 6, weigh: token => probe.Look(token).Number % 9, hop: Hop(probe))
            .Flatten("flatten", new HopOptions<Token[]>(1))),
        Each("partition", static (source, probe) => source.Partition("operator", token => probe.Look(token).Number % 2, ("a", Branch(probe)), ("b", Branch(probe))))
            with { Capabilities = Unordered },
        Each("balance", static (source, probe) => source.Balance("operator", ("a", Branch(probe)), ("b", Branch(probe).Map("own", probe.Own, Hop(probe)))))
            with { Capabilities = Unordered },
        Some("broadcast", static (source, probe) =>
            source.Broadcast("operator", static token => token.Copy(), ("a", Branch(probe)), ("b", Branch(probe).Map("own", probe.Own, Hop(probe)))),
            static tokens => tokens.SelectMany<Token, Token>(static token => [token, token])) with { Capabilities = Unordered & ~Capabilities.OneToOne },
        Each("group by", static (source, probe) => source.GroupBy("operator", token => probe.Look(token).Number % 5, _ => Branch(probe), hop: Hop(probe)))
            with { Capabilities = Unordered },
        Each("group by, 2 of 5 keys at once", static (source, probe) => source.GroupBy(
            "operator", static token => token.Number % 5, _ => Branch(probe).Map("own", probe.Own, Hop(probe)), maxKeys: 2, hop: Hop(probe)))
            with { Capabilities = Unordered },
        Some("group by, each key's first", static (source, probe) => source.GroupBy(
            "operator", static token => token.Number % 5, _ => Branch(probe).Take("own", 1, Hop(probe)), hop: Hop(probe)),
            static tokens => tokens.Take(5)) with { Capabilities = Unordered & ~Capabilities.OneToOne },
        Each("duplex", static (source, probe) => source.Then(
            Duplex.Of("operator", new BothWays<Token>(probe.Own, static token => token), Hop(probe), Hop(probe)).Join(Branch(probe)))),
        Each("duplex of two pipelines, atop another", static (source, probe) => source.Then(
            Duplex.Of(Pipeline.Of<Token>().Map("operator", probe.Own, Hop(probe)), Pipeline.Of<Token>().Map("up", static token => token, Hop(probe)))
                .Atop(Duplex.Of("layer", new BothWays<Token>(static token => token, static token => token), Hop(probe), Hop(probe)))
                .Join(Pipeline.Of<Token>()))),
        Each("merge", static (source, probe) => Pipeline.Merge("operator", ("a", source.Map("own", probe.Own, Hop(probe))), ("none", None()))),
        Each("concat", static (source, probe) => Pipeline.Concat("operator", ("none", None()), ("a", source.Map("own", probe.Own, Hop(probe))))),
        Each("zip", static (source, probe) => Pipeline.Zip(
            "operator", ("a", source), ("numbers", Source.From("count", Enumerable.Range(0, 1_000_000))), (token, _) => probe.Own(token)))
            with { Capabilities = Whole & ~Capabilities.Drains },
    ];

    private static PipelineSubject<Token, Token> Each(string name, Func<Pipeline<Nothing, Token>, Probe, Pipeline<Nothing, Token>> build) =>
        Some(name, build, static tokens => tokens) with { Capabilities = Whole };

    private static PipelineSubject<Token, Token> Some(
        string name, Func<Pipeline<Nothing, Token>, Probe, Pipeline<Nothing, Token>> build, Func<IEnumerable<Token>, IEnumerable<Token>> model) =>
        new(name, build, static number => new Token(number), tokens => [.. model(tokens)]) { Capabilities = InPart };

    private static HopOptions<Token> Hop(Probe probe) => new(probe.Bound);

    private static Pipeline<Token, Token> Branch(Probe probe) => Pipeline.Of<Token>().Map("pass", static token => token, Hop(probe));

    private static Pipeline<Nothing, Token> None() => Source.From("none", Array.Empty<Token>());

    private static void OwnAll(Probe probe, ReadOnlySpan<Token> from, Span<Token> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            try
            {
                to[i] = probe.Own(from[i]);
            }
            catch
            {
                // The batch is the function's: those before the one that failed, which disposed of itself, and those after it.
                Dispose(from[..i]);
                Dispose(from[(i + 1)..]);
                throw;
            }
        }
    }

    private static async IAsyncEnumerable<Token> OneAsync(Token token)
    {
        yield return token;
        for (var turn = 0; turn < token.Number % 3; turn++) await Task.Yield();
    }

    private static async ValueTask<Token> OwnAsync(Probe probe, Token token)
    {
        for (var turn = 0; turn < token.Number % 4; turn++) await Task.Yield();
        return probe.Own(token);
    }

    private static void Dispose(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens) token.Dispose();
    }
}
