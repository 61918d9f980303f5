namespace Flow;

/// <summary>Another name for a stage.</summary>
internal sealed class StageRenaming(string name, string newName) : StageChange(name)
{
    protected override IReadOnlyList<Node> Of(Node node) => [node.Renamed(newName)];
}
