using System.Collections.Immutable;
using System.Threading.Channels;

namespace Flow;

/// <summary>Makes one sequence of several.</summary>
/// <param name="inputs">The hops behind the sources.</param>
/// <param name="output">Where their items go.</param>
/// <param name="timeProvider">The run's clock.</param>
/// <param name="cancellationToken">Stops it.</param>
internal delegate ValueTask FanIn<T>(
    IReadOnlyList<HopReader<T>> inputs, ChannelWriter<T> output, TimeProvider timeProvider, CancellationToken cancellationToken);

/// <summary>Sources beside each other, and the body that makes one sequence of theirs.</summary>
internal sealed class FanInNode<T>(string name, FanIn<T> body, ImmutableArray<Branch<Nothing, T>> sources, HopOptions<Nothing>? hop, bool readsInTurn = false)
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
            body([.. hops.Select(hop => (HopReader<T>)hop.Reader!)], output.Writer!, timeProvider, cancellationToken), readsInTurn);
    }

    protected override Node With(ImmutableArray<Branch<Nothing, T>> branches) => new FanInNode<T>(Name, body, branches, Hop, readsInTurn);

    protected override Node With(string name, HopOptions<Nothing>? hop) => new FanInNode<T>(name, body, Branches, hop, readsInTurn);
}
