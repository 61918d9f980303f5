using System.Collections.Immutable;

namespace Flow;

/// <summary>A node that has pipelines beside each other nested in it.</summary>
internal abstract class BranchingNode<TIn, TOut, TBranchIn>(
    string name, ImmutableArray<Branch<TBranchIn, TOut>> branches, HopOptions<TIn>? hop) : Node<TIn, TOut>(name, hop)
{
    public sealed override IEnumerable<(string Heading, Chain Chain)> Inside =>
        from branch in branches
        let head = BeforeBranches("") is null ? "" : $"[{branch.HeadLabel}] -> "
        select ($"{Name}/{branch.Name}: {head}", branch.Pipeline.Chain);

    protected ImmutableArray<Branch<TBranchIn, TOut>> Branches => branches;

    public sealed override Node? WithInside(Change change, string level)
    {
        for (var i = 0; i < branches.Length; i++)
        {
            if (branches[i].TryChange(change, level + Name, BeforeBranches(level), AfterBranches(level)) is { } branch)
                return With(branches.SetItem(i, branch));
        }

        return null;
    }

    /// <summary>The body that writes what the branches read, if there is one.</summary>
    protected abstract string? BeforeBranches(string level);

    /// <summary>The body that reads what the branches write, if there is one.</summary>
    protected abstract string? AfterBranches(string level);

    protected abstract Node With(ImmutableArray<Branch<TBranchIn, TOut>> branches);
}
