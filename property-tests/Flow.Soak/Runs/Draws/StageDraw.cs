using Flow.Soak.Runs.Stages;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>Draws the stages between the sources and the sink, and what they can be swapped for.</summary>
internal sealed class StageDraw(Random random, HopDraw hops, FaultDraw faults, bool mayEndEarly)
{
    private const int LongestChain = 4;
    private const int DeepestNesting = 2;

    private int _names;
    private bool _hasBroadcast;

    public List<Swap> Swaps { get; } = [];

    /// <summary>Whether a stage may have had enough before its input has ended.</summary>
    public bool EndsEarly { get; private set; }

    public string Name(string kind) => $"{kind}-{_names++}";

    /// <summary>Stages one after the other, some of them pipelines themselves; at least one.</summary>
    public Pipeline<Token, Token> Chain(int depth = 0)
    {
        var chain = Pipeline.Of<Token>();
        for (var left = 1 + random.Next(LongestChain); left > 0; left--) chain = Extend(chain, depth);
        return chain;
    }

    private Pipeline<Token, Token> Extend(Pipeline<Token, Token> chain, int depth) => random.Next(20) switch
    {
        0 when depth < DeepestNesting => chain.Then(Name("nested"), Chain(depth + 1)),
        1 when depth < DeepestNesting => Partition(chain, depth),
        2 when depth < DeepestNesting => chain.Balance(Name("balance"), Branches(depth)),
        3 when depth < DeepestNesting && !_hasBroadcast => Broadcast(chain, depth),
        4 => Batch(chain),
        5 => HeldBack(chain),
        6 when mayEndEarly => Take(chain),
        7 => AnyOrder(chain),
        8 => ByKey(chain),
        9 => chain.Buffer(Name("buffer"), random.Capacity()),
        10 => chain.Timeout(Name("timeout"), TimeSpan.FromDays(1), hop: hops.OfTokens(Name("hop"))),
        11 when depth < DeepestNesting => Layered(chain, depth),
        _ => InOrder(chain),
    };

    private Pipeline<Token, Token> Partition(Pipeline<Token, Token> chain, int depth)
    {
        var branches = Branches(depth);
        var salt = random.Next();
        return chain.Partition(Name("partition"), token => Mix.Of(token.Sequence, salt) % branches.Length, branches);
    }

    // Each token goes into every branch, so a run does it once at most.
    private Pipeline<Token, Token> Broadcast(Pipeline<Token, Token> chain, int depth)
    {
        _hasBroadcast = true;
        return chain.Broadcast(Name("broadcast"), faults.Ledger.Breed, Branches(depth));
    }

    private Pipeline<Token, Token> Layered(Pipeline<Token, Token> chain, int depth)
    {
        var (layer, down, up) = (Name("layer"), Name("hop"), Name("hop"));
        var work = new Work(faults.Ledger, layer, salt: 0, faultEvery: 0, hasPolicy: false);
        var layers = Duplex.Of(layer, new LayerStage(work), hops.OfTokens(down), hops.OfTokens(up));
        return chain.Then(Name("layered"), layers.Join(Chain(depth + 1)));
    }

    // Each branch is a lane of its own.
    private (string, Pipeline<Token, Token>)[] Branches(int depth)
    {
        var branches = new (string, Pipeline<Token, Token>)[2 + random.Next(2)];
        for (var i = 0; i < branches.Length; i++)
        {
            var id = random.Next();
            var lane = Pipeline.Of<Token>().Tap(Name("lane"), token => token.ChangeLane(id), hops.OfTokens(Name("hop")));
            branches[i] = (Name("branch"), lane.Then(Chain(depth + 1)));
        }

        return branches;
    }

    private Pipeline<Token, Token> Batch(Pipeline<Token, Token> chain)
    {
        var name = Name("batch");
        var size = 1 + random.Count(100);
        TimeSpan? within = random.OneIn(2) ? TimeSpan.FromMilliseconds(1 + random.Next(5)) : null;
        Swaps.Add((run, _, cancellationToken) =>
            run.SwapAsync(name, Pipeline.Of<Token>().Batch("again", size, within), cancellationToken));
        return chain.Batch(name, size, within, hop: hops.OfTokens(Name("hop"))).Flatten(Name("flatten"), hops.OfArrays(Name("hop")));
    }

    private Pipeline<Token, Token> ByKey(Pipeline<Token, Token> chain)
    {
        var (name, salt) = (Name("by-key"), random.Next());
        var (keys, most, capacity) = (1 + random.Next(16), 1 + random.Next(8), random.Capacity());
        TimeSpan? idle = random.OneIn(2) ? TimeSpan.FromMilliseconds(1 + random.Next(5)) : null;
        var work = new Work(faults.Ledger, name, salt: 0, faultEvery: 0, hasPolicy: false);
        Swaps.Add((run, _, cancellationToken) => run.SwapAsync(name, Keyed("again", Pipeline.Of<Token>(), null), cancellationToken));
        return Keyed(name, chain, hops.OfTokens(Name("hop")));

        Pipeline<T, Token> Keyed<T>(string path, Pipeline<T, Token> before, HopOptions<Token>? hop) =>
            before.GroupBy(path, KeyOf, OfKey, most, idle, hop);
        int KeyOf(Token token) => Mix.Of(token.Sequence, salt) % keys;
        Pipeline<Token, Token> OfKey(int key) => Pipeline.Of<Token>().Map("lane", token =>
        {
            token.ChangeLane(salt + key);
            return work.Do(token);
        }, new HopOptions<Token>(capacity));
    }

    private Pipeline<Token, Token> HeldBack(Pipeline<Token, Token> chain)
    {
        var name = Name("held-back");
        var work = new Work(faults.Ledger, name, salt: 0, faultEvery: 0, hasPolicy: false);
        Swaps.Add((run, _, cancellationToken) => run.SwapAsync(name, new HeldBackStage(work), cancellationToken));
        return chain.Then(name, new HeldBackStage(work), hops.OfTokens(Name("hop")));
    }

    private Pipeline<Token, Token> Take(Pipeline<Token, Token> chain)
    {
        EndsEarly = true;
        var name = Name("take");
        var count = random.Count(TokenSlab.Fed);
        return chain.Take(name, count, hops.OfTokens(Name("hop")));
    }

    private Pipeline<Token, Token> AnyOrder(Pipeline<Token, Token> chain)
    {
        var name = Name("any-order");
        var (work, policy) = faults.Of(name);
        if (!work.HasPolicy)
        {
            Swaps.Add((run, dice, cancellationToken) => run.SwapAsync(
                name, Pipeline.Of<Token>().MapAsync("again", work.DoInAnyOrderAsync, 2 + dice.Next(6), ordered: false), cancellationToken));
        }

        var hop = hops.OfTokens(Name("hop"));
        return With(policy, name, chain.MapAsync(name, work.DoInAnyOrderAsync, 2 + random.Next(6), ordered: false, hop));
    }

    private Pipeline<Token, Token> InOrder(Pipeline<Token, Token> chain)
    {
        var kind = random.Of("map", "map-span", "tap", "filter", "async", "parallel", "expand", "expand-async", "scan", "skip-while", "plain", "spans", "impatient", "bell");
        var name = Name(kind);
        var (work, policy) = faults.Of(name);
        var hop = hops.OfTokens(Name("hop"));
        Swaps.Add((run, dice, cancellationToken) => run.SwapAsync(name, Like(work, dice), cancellationToken));
        return With(policy, name, kind switch
        {
            "map" => chain.Map(name, work.Do, hop),
            "map-span" => chain.MapSpan<Token, Token, Token>(name, work.DoAll, hop),
            "tap" => chain.Tap(name, work.Look, hop),
            "filter" => chain.Filter(name, work.Keep, hop),
            "async" => chain.MapAsync(name, work.DoAsync, hop: hop),
            "parallel" => chain.MapAsync(name, work.DoAsync, 2 + random.Next(6), hop: hop),
            "expand" => chain.Expand(name, work.Multiply, hop),
            "expand-async" => chain.ExpandAsync(name, work.MultiplyAsync, hop),
            "scan" => chain.Scan(name, default(Token)!, (_, token) => work.Do(token), hop),
            "skip-while" => chain.SkipWhile(name, work.IsUnwanted, hop),
            _ => chain.Then(name, Custom(kind, work, random), hop),
        });
    }

    // Only a stage takes the place of one that has a policy.
    private static IStage<Token, Token> Like(Work work, Random dice)
    {
        var custom = dice.Of("plain", "spans", "impatient", "bell");
        return work.HasPolicy || dice.OneIn(2)
            ? Custom(custom, work, dice)
            : dice.Next(5) switch
            {
                0 => Pipeline.Of<Token>().Map("again", work.Do),
                1 => Pipeline.Of<Token>().Tap("again", work.Look),
                2 => Pipeline.Of<Token>().MapAsync("again", work.DoAsync),
                3 => Pipeline.Of<Token>().MapAsync("again", work.DoAsync, 2 + dice.Next(6)),
                _ => Pipeline.Of<Token>().Map("again", work.Do).Filter("once more", work.Keep),
            };
    }

    private static IStage<Token, Token> Custom(string kind, Work work, Random dice) => kind switch
    {
        "plain" => new PlainStage(work),
        "spans" => new SpanStage(work),
        "impatient" => new ImpatientStage(work, dice.Next()),
        _ => new BellStage(work),
    };

    private static Pipeline<Token, Token> With(FaultPolicy? policy, string name, Pipeline<Token, Token> chain) =>
        policy is null ? chain : chain.OnFault(name, policy);
}
