using Flow.Properties.Stages;

namespace Flow.Properties.Positions;

internal static class OperatorKinds
{
    public static IReadOnlyList<Operator> All { get; } =
    [
        new("map", static (source, hop, own, _) => source.Map("operator", own, hop)),
        new("map span", static (source, hop, own, _) => source.MapSpan<Nothing, Token, Token>("operator", (from, to) => OwnAll(own, from, to), hop)) { FaultsInOrder = false },
        new("map async", static (source, hop, own, _) => source.MapAsync("operator", (token, _) => OwnAsync(own, token), hop: hop)),
        new("map async, 3 at a time", static (source, hop, own, _) => source.MapAsync("operator", (token, _) => OwnAsync(own, token), 3, hop: hop)),
        new("map async, 3 in any order", static (source, hop, own, _) =>
            source.MapAsync("operator", (token, _) => OwnAsync(own, token), 3, ordered: false, hop)) { IsOrdered = false, FaultsInOrder = false },
        new("expand", static (source, hop, own, _) => source.Expand<Nothing, Token, Token>("operator", token => [own(token)], hop)),
        new("tap", static (source, hop, _, look) => source.Tap("operator", look, hop)),
        new("filter", static (source, hop, _, look) => source.Filter("operator", token => IsKept(look, token), hop)) { IsOneToOne = false },
        new("take", static (source, hop, _, _) => source.Take("operator", 7, hop)) { IsOneToOne = false },
        new("take while", static (source, hop, _, look) => source.TakeWhile("operator", token => IsSmall(look, token), hop)) { IsOneToOne = false },
        new("skip", static (source, hop, _, _) => source.Skip("operator", 7, hop)) { IsOneToOne = false },
        new("skip while", static (source, hop, _, look) => source.SkipWhile("operator", token => IsSmall(look, token), hop)) { IsOneToOne = false },
        new("buffer", static (source, _, _, _) => source.Buffer("operator", 5)),
        new("timeout", static (source, hop, _, _) => source.Timeout("operator", TimeSpan.FromDays(1), hop: hop)),
        new("batch", static (source, hop, _, look) => source
            .Batch("operator", 4, weight: 6, weigh: token => Weigh(look, token), hop: hop)
            .Flatten("flatten", new HopOptions<Token[]>(1))),
        new("partition", static (source, hop, _, look) => source.Partition("operator", token => Select(look, token), ("a", Branch(hop)), ("b", Branch(hop))))
            { IsOrdered = false },
        new("balance", static (source, hop, own, _) => source.Balance("operator", ("a", Branch(hop)), ("b", Branch(hop).Map("own", own, hop))))
            { IsOrdered = false },
        new("broadcast", static (source, hop, own, _) => source.Broadcast("operator", static token => token.Copy(), ("a", Branch(hop)), ("b", Branch(hop).Map("own", own, hop))))
            { IsOrdered = false, IsOneToOne = false },
        new("group by", static (source, hop, _, look) => source.GroupBy("operator", token => KeyOf(look, token), _ => Branch(hop), hop: hop)) { IsOrdered = false },
        new("group by, 2 of 5 keys at once", static (source, hop, own, _) =>
            source.GroupBy("operator", static token => token.Number % 5, _ => Branch(hop).Map("own", own, hop), maxKeys: 2, hop: hop)) { IsOrdered = false },
        new("group by, each key's first", static (source, hop, own, _) =>
            source.GroupBy("operator", static token => token.Number % 5, _ => Branch(hop).Take("own", 1, hop), hop: hop)) { IsOrdered = false, IsOneToOne = false },
        new("duplex", static (source, hop, own, _) => source.Then(Duplex.Of("operator", new BothWays<Token>(own, static token => token), hop, hop).Join(Branch(hop)))),
        new("duplex of two pipelines, atop another", static (source, hop, own, _) => source.Then(
            Duplex.Of(Pipeline.Of<Token>().Map("operator", own, hop), Pipeline.Of<Token>().Map("up", static token => token, hop))
                .Atop(Duplex.Of("layer", new BothWays<Token>(static token => token, static token => token), hop, hop))
                .Join(Pipeline.Of<Token>()))),
        new("merge", static (source, hop, own, _) => Pipeline.Merge("operator", ("a", source.Map("own", own, hop)), ("none", Source.From("none", Array.Empty<Token>()))))
           ,
        new("concat", static (source, hop, own, _) => Pipeline.Concat("operator", ("none", Source.From("none", Array.Empty<Token>())), ("a", source.Map("own", own, hop))))
           ,
        new("zip", static (source, hop, own, _) => Pipeline.Zip("operator", ("a", source), ("numbers", Source.From("count", Enumerable.Range(0, 1_000_000))), (token, _) => own(token)))
            { DrainsAll = false },
    ];

    private static Pipeline<Token, Token> Branch(HopOptions<Token> hop) => Pipeline.Of<Token>().Map("pass", static token => token, hop);

    private static void OwnAll(Func<Token, Token> own, ReadOnlySpan<Token> from, Span<Token> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            try
            {
                to[i] = own(from[i]);
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

    private static async ValueTask<Token> OwnAsync(Func<Token, Token> own, Token token)
    {
        for (var turn = 0; turn < token.Number % 4; turn++) await Task.Yield();
        return own(token);
    }

    private static bool IsKept(Action<Token> look, Token token)
    {
        look(token);
        return token.Number % 3 != 0;
    }

    private static bool IsSmall(Action<Token> look, Token token)
    {
        look(token);
        return token.Number < 20;
    }

    private static int Weigh(Action<Token> look, Token token)
    {
        look(token);
        return token.Number % 9;
    }

    private static int Select(Action<Token> look, Token token)
    {
        look(token);
        return token.Number % 2;
    }

    private static int KeyOf(Action<Token> look, Token token)
    {
        look(token);
        return token.Number % 5;
    }

    private static void Dispose(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens) token.Dispose();
    }
}
