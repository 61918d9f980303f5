using FsCheck;

namespace Flow.Testing;

/// <summary>Makes a case that fails as small as can be: first the case, in whatever interleaving it still fails in, then the interleaving.</summary>
internal sealed class Shrinking<TSubject, TCase>(
    Arbitrary<TCase> cases, Execution execution, Func<Law<TSubject, TCase>, Drawn<TCase>, Breach<TSubject, TCase>?> tryAgain)
{
    // What bounds it where each case has many smaller ones, or takes long.
    private const int MostTries = 4000;

    // How many interleavings of a smaller case are tried, and how many when no smaller one has failed that way.
    private const int FewOrders = 4;
    private const int ManyOrders = 20;

    private int _triesLeft = execution.IsReplayable ? MostTries : MostTries / 10;

    public Breach<TSubject, TCase> Shrink(Breach<TSubject, TCase> breach)
    {
        // Each hang on threads costs patience.
        if (breach.IsHang) return breach;
        breach = TryOrders(breach.Law, breach.Drawn.Case, breach.Drawn.Scheduling, theOldFirst: false) ?? breach;
        while ((Smaller(breach, FewOrders) ?? Smaller(breach, ManyOrders)) is { } smaller) breach = smaller;
        return execution.IsReplayable ? WithFewestPreemptions(breach) : breach;
    }

    private Breach<TSubject, TCase>? Smaller(Breach<TSubject, TCase> breach, int orders)
    {
        foreach (var smaller in cases.Shrinker(breach.Drawn.Case))
        {
            if (TryOrders(breach.Law, smaller, breach.Drawn.Scheduling, theOldFirst: true, orders) is { } found) return found;
        }

        return null;
    }

    // A smaller case takes other decisions, so that an interleaving of the larger one means little to it: some others are tried.
    private Breach<TSubject, TCase>? TryOrders(
        Law<TSubject, TCase> law, TCase example, Scheduling old, bool theOldFirst, int count = FewOrders)
    {
        var orders = Enumerable.Range(old.Seed, count).Select(Scheduling.Random);
        if (execution.IsReplayable)
        {
            Scheduling[] plainer = [Scheduling.Plain, Scheduling.Pct(old.Seed, 1), Scheduling.Pct(old.Seed + 1, 2)];
            orders = plainer.Concat(orders.Skip(plainer.Length)).Select(scheduling => scheduling with { InsideHops = old.InsideHops });
        }

        if (theOldFirst) orders = orders.Prepend(old);
        foreach (var scheduling in orders.Distinct())
        {
            if (_triesLeft-- <= 0) return null;
            if (tryAgain(law, new Drawn<TCase>(example, scheduling)) is { } found) return found;
        }

        return null;
    }

    private Breach<TSubject, TCase> WithFewestPreemptions(Breach<TSubject, TCase> breach)
    {
        if (breach.Drawn.Scheduling.InsideHops)
            breach = TryOrders(breach.Law, breach.Drawn.Case, breach.Drawn.Scheduling with { InsideHops = false }, theOldFirst: true) ?? breach;
        if (breach.Recorded is null) return breach;
        breach = Repeat(breach, breach.Recorded) ?? breach;
        while (breach.Recorded!.Shrink().Select(fewer => Repeat(breach, fewer)).FirstOrDefault(IsLess) is { } found) breach = found;
        // What the last run has recorded is what it decided, and no more.
        return breach with { Drawn = breach.Drawn with { Scheduling = Scheduling.Replay(breach.Recorded!) with { InsideHops = breach.Drawn.Scheduling.InsideHops } } };

        bool IsLess(Breach<TSubject, TCase>? found) => found is not null && found.Recorded!.Deviations.Length < breach.Recorded!.Deviations.Length;
    }

    private Breach<TSubject, TCase>? Repeat(Breach<TSubject, TCase> breach, Schedule? schedule) => schedule is not null && _triesLeft-- > 0
        ? tryAgain(breach.Law, breach.Drawn with { Scheduling = Scheduling.Replay(schedule) with { InsideHops = breach.Drawn.Scheduling.InsideHops } })
        : null;
}
