namespace Flow;

/// <summary>A change of a stage, or of a nested pipeline.</summary>
internal abstract class StageChange(string name) : Change(name)
{
    public sealed override IReadOnlyList<Node>? Of(Node node, string path, string? hop) => path == Name ? Of(node) : null;

    protected abstract IReadOnlyList<Node> Of(Node node);
}
