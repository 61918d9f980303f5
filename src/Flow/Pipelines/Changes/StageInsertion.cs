namespace Flow;

/// <summary>A stage before another, which reads what it reads, or after it.</summary>
internal sealed class StageInsertion(string name, Node inserted, bool before) : StageChange(name)
{
    protected override IReadOnlyList<Node> Of(Node node)
    {
        var (type, verb) = before ? (node.Input, "reads") : (node.Output, "writes");
        if (type != inserted.Input)
        {
            throw new ArgumentException(
                $"The stage '{Name}' {verb} items of {TypeName.Of(type)}; what was to stand {(before ? "before" : "after")} it "
                + $"passes on items of {TypeName.Of(inserted.Input)}.");
        }

        return before ? [inserted, node] : [node, inserted];
    }
}
