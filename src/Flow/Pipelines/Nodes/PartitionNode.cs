using System.Collections.Immutable;

namespace Flow;

/// <summary>A body that sends items into branches, the branches, and, unless they are sinks, a body that merges them again.</summary>
internal sealed class PartitionNode<TIn, TOut>(
    string name, Func<TIn, int> select, ImmutableArray<Branch<TIn, TOut>> branches, HopOptions<TIn>? hop)
    : BranchingNode<TIn, TOut, TIn>(name, branches, hop)
{
    private static bool HasSinks => typeof(TOut) == typeof(Nothing);

    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => AfterBranches(level) ?? level + Name;

    protected override string? BeforeBranches(string level) => level + Name;

    protected override string? AfterBranches(string level) => HasSinks ? null : $"{level}{Name}/merge";

    protected override void Lay(Plan plan, string level, Link<TIn> input, Link<TOut> output)
    {
        var path = level + Name;
        var heads = Branches.Select(branch => AddHopBefore(plan, path, branch)).ToArray();
        var ends = Branches.Select(branch => AfterBranches(level) is { } merge
            ? branch.AddHopAfter(plan, path, merge)
            : (Link<TOut>)(Link)plan.AddSinkOutput()).ToArray();
        plan.AddBody(path, [input], HasSinks ? [.. heads, output] : heads, (_, cancellationToken) =>
            PartitionBody.RunAsync(path, select, input.Reader!, [.. heads.Select(head => head.Writer!)], cancellationToken));
        for (var i = 0; i < Branches.Length; i++) Branches[i].Pipeline.Lay(plan, Branches[i].Path(path), heads[i], ends[i]);
        if (AfterBranches(level) is not { } after) return;
        plan.AddBody(after, ends, [output], (timeProvider, cancellationToken) =>
            MergeBody.RunAsync([.. ends.Select(end => (HopReader<TOut>)end.Reader!)], output.Writer!, timeProvider, cancellationToken));
    }

    protected override Node With(ImmutableArray<Branch<TIn, TOut>> branches) =>
        new PartitionNode<TIn, TOut>(Name, select, branches, Hop);

    protected override Node With(string name, HopOptions<TIn>? hop) => new PartitionNode<TIn, TOut>(name, select, Branches, hop);

    private static Link<TIn> AddHopBefore(Plan plan, string path, Branch<TIn, TOut> branch)
    {
        var inside = branch.Path(path) + "/";
        return branch.Pipeline.Chain.Nodes is [var first, ..]
            ? (Link<TIn>)first.AddHop(plan, path, inside)
            : plan.AddHop(HopName.Between(path, branch.Path(path)), path, branch.Path(path), HopOptions<TIn>.Default);
    }
}
