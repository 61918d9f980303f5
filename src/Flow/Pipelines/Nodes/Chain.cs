using System.Collections.Immutable;

namespace Flow;

/// <summary>The elements of a pipeline, one after the other; their types meet because the pipelines they came from did.</summary>
internal sealed class Chain(ImmutableArray<Node> nodes)
{
    public static Chain Empty { get; } = new([]);

    public ImmutableArray<Node> Nodes => nodes;

    /// <summary>The path of the body that reads the chain's input; the chain's own, if it has no stages and passes items on.</summary>
    public string Entry(string path) => nodes is [var first, ..] ? first.Entry(path + "/") : path;

    /// <summary>The path of the body that writes the chain's output.</summary>
    public string Exit(string path) => nodes is [.., var last] ? last.Exit(path + "/") : path;

    public Chain Append(Chain next) => new([.. nodes, .. next.Nodes]);

    public Chain Append(Node next) => new([.. nodes, next]);

    public (HopOptions<T>? Options, string Level) HeadHop<T>(string level) =>
        nodes is [INodeFrom<T> first, ..] ? first.HeadHop(level) : (null, level);

    public Chain? WithHeadHop(HopChange change) => nodes is [var first, ..] ? With(0, [first.With(change)]) : null;

    /// <summary>
    /// Lays out the stages, and the hops between them; the chain has at least one. Those before <paramref name="first"/> have been laid out.
    /// </summary>
    public void Lay(Plan plan, string level, Link input, Link output, int first = 0)
    {
        if (first > 0) input = nodes[first].AddHop(plan, nodes[first - 1].Exit(level), level);
        for (var i = first; i < nodes.Length; i++)
        {
            var next = i + 1 < nodes.Length ? nodes[i + 1].AddHop(plan, nodes[i].Exit(level), level) : output;
            nodes[i].Lay(plan, level, input, next);
            input = next;
        }
    }

    /// <summary>
    /// The chain with a stage or hop changed; none if it has no such name. The hop before it is known by its default name too where
    /// <paramref name="from"/> says which body writes it.
    /// </summary>
    public Chain? TryChange(Change change, string level, string? from = null)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var hop = from is null ? node.OwnNameOfHop(level) : node.NameOfHop(from, level);
            if (change.Of(node, level + node.Name, hop) is { } changed) return With(i, changed);
            if (node.WithInside(change, level) is { } inside) return With(i, [inside]);
            from = node.Exit(level);
        }

        return null;
    }

    private Chain With(int index, IReadOnlyList<Node> inPlace) => new([.. nodes[..index], .. inPlace, .. nodes[(index + 1)..]]);
}
