using System.Collections.Immutable;

namespace Flow;

/// <summary>Sources beside each other, and the body that merges them.</summary>
internal sealed class MergeNode<T>(string name, ImmutableArray<Branch<Nothing, T>> sources, HopOptions<Nothing>? hop)
    : BranchingNode<Nothing, T, Nothing>(name, sources, hop)
{
    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => level + Name;

    protected override string? BeforeBranches(string level) => null;

    protected override string? AfterBranches(string level) => level + Name;

    protected override void Lay(Plan plan, string level, Link<Nothing> input, Link<T> output)
    {
        var path = level + Name;
        var hops = Branches.Select(source => source.AddHopAfter(plan, path, path)).ToArray();
        foreach (var (source, hop) in Branches.Zip(hops)) source.Pipeline.Lay(plan, source.Path(path), plan.AddSourceInput(), hop);
        plan.AddBody(path, [input, .. hops], [output], (timeProvider, cancellationToken) =>
            MergeBody.RunAsync([.. hops.Select(hop => (HopReader<T>)hop.Reader!)], output.Writer!, timeProvider, cancellationToken));
    }

    protected override Node With(ImmutableArray<Branch<Nothing, T>> branches) => new MergeNode<T>(Name, branches, Hop);

    protected override Node With(string name, HopOptions<Nothing>? hop) => new MergeNode<T>(name, Branches, hop);
}
