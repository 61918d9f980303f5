using System.Collections.Immutable;
using System.Threading.Channels;

namespace Flow;

/// <summary>Sends what it reads into branches.</summary>
/// <param name="path">The path of the body.</param>
/// <param name="input">What it reads.</param>
/// <param name="outputs">The hops at the heads of the branches.</param>
/// <param name="timeProvider">The run's clock.</param>
/// <param name="cancellationToken">Stops it.</param>
internal delegate ValueTask FanOut<T>(
    string path, ChannelReader<T> input, IReadOnlyList<HopWriter<T>> outputs, TimeProvider timeProvider, CancellationToken cancellationToken);

/// <summary>A body that sends items into branches, the branches, and, unless they are sinks, a body that merges them again.</summary>
internal sealed class FanOutNode<TIn, TOut>(
    string name, FanOut<TIn> body, ImmutableArray<Branch<TIn, TOut>> branches, HopOptions<TIn>? hop)
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
        var heads = Branches.Select(branch => branch.AddHopBefore(plan, path)).ToArray();
        var ends = Branches.Select(branch => AfterBranches(level) is { } merge
            ? branch.AddHopAfter(plan, path, merge)
            : (Link<TOut>)(Link)plan.AddSinkOutput()).ToArray();
        plan.AddBody(path, [input], HasSinks ? [.. heads, output] : heads, (timeProvider, cancellationToken) =>
            body(path, input.Reader!, [.. heads.Select(head => (HopWriter<TIn>)head.Writer!)], timeProvider, cancellationToken));
        for (var i = 0; i < Branches.Length; i++) Branches[i].Pipeline.Lay(plan, Branches[i].Path(path), heads[i], ends[i]);
        if (AfterBranches(level) is not { } after) return;
        plan.AddBody(after, ends, [output], (timeProvider, cancellationToken) =>
            MergeBody.RunBranchesAsync([.. ends.Select(end => (HopReader<TOut>)end.Reader!)], output.Writer!, timeProvider, cancellationToken));
    }

    protected override Node With(ImmutableArray<Branch<TIn, TOut>> branches) =>
        new FanOutNode<TIn, TOut>(Name, body, branches, Hop);

    protected override Node With(string name, HopOptions<TIn>? hop) => new FanOutNode<TIn, TOut>(name, body, Branches, hop);
}
