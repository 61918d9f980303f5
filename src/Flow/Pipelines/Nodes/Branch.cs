using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>One of several pipelines beside each other, under its name, with the hop behind it.</summary>
internal sealed record Branch<TIn, TOut>(string Name, Pipeline<TIn, TOut> Pipeline, HopOptions<TOut>? HopAfter)
{
    private static bool IsSource => typeof(TIn) == typeof(Nothing);

    public static ImmutableArray<Branch<TIn, TOut>> All(
        (string Name, Pipeline<TIn, TOut> Pipeline)[] branches, [CallerArgumentExpression(nameof(branches))] string? parameter = null)
    {
        if (branches.Length == 0) throw new ArgumentException($"Give at least one {(IsSource ? "source" : "branch")}.", parameter);
        if (StageName.FirstTwice(branches.Select(branch => branch.Name)) is { } twice)
        {
            throw new ArgumentException(
                $"Two {(IsSource ? "sources" : "branches")} are called '{twice}'; each has a name of its own.", parameter);
        }

        return [.. branches.Select(branch => Of(branch, parameter))];
    }

    public static Branch<TIn, TOut> Of(
        (string Name, Pipeline<TIn, TOut> Pipeline) branch, [CallerArgumentExpression(nameof(branch))] string? parameter = null)
    {
        StageName.Checked(branch.Name, parameter);
        return branch.Pipeline is null
            ? throw new ArgumentException(
                IsSource
                    ? $"The source '{branch.Name}' is null; give a pipeline from nothing, as Source.From makes it."
                    : $"The branch '{branch.Name}' is null; Pipeline.Of<T>() is one that passes its items on.", parameter)
            : new Branch<TIn, TOut>(branch.Name, branch.Pipeline, HopAfter: null);
    }

    /// <summary>The hop before the branch in short.</summary>
    public string HeadLabel => Pipeline.Chain.Nodes is [var first, ..] ? first.HopLabel : $"{HopOptions<TIn>.Default.Capacity}";

    /// <summary>Where its stages are; those of a branch without a name are the node's own.</summary>
    public string Path(string node) => Name.Length == 0 ? node : $"{node}/{Name}";

    /// <summary>Makes the hop between the body at <paramref name="node"/> and the branch.</summary>
    public Link<TIn> AddHopBefore(Plan plan, string node) => Pipeline.Chain.Nodes is [var first, ..]
        ? (Link<TIn>)first.AddHop(plan, node, Path(node) + "/")
        : plan.AddHop(HopName.Between(node, Path(node)), node, Path(node), HopOptions<TIn>.Default);

    /// <summary>Makes the hop between the branch and the body that merges it with the others.</summary>
    public Link<TOut> AddHopAfter(Plan plan, string node, string to)
    {
        var from = Pipeline.Chain.Exit(Path(node));
        return plan.AddHop(HopNameAfter(node, to), from, to, HopAfter ?? HopOptions<TOut>.Default);
    }

    /// <summary>The branch with something changed in it, or in the hop behind it; none if it has no such name.</summary>
    public Branch<TIn, TOut>? TryChange(Change change, string node, string? from, string? to)
    {
        if (change is HopChange hop && to is not null && HopNameAfter(node, to) == hop.Name)
            return this with { HopAfter = hop.As(HopAfter) };
        return Pipeline.Chain.TryChange(change, Path(node) + "/", from) is { } chain
            ? this with { Pipeline = new Pipeline<TIn, TOut>(chain) }
            : null;
    }

    private string HopNameAfter(string node, string to) =>
        HopAfter?.Name is { } own ? $"{node}/{own}" : HopName.Between(Pipeline.Chain.Exit(Path(node)), to);
}
