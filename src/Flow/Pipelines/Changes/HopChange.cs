namespace Flow;

/// <summary>A change of a hop.</summary>
internal abstract class HopChange(string name) : Change(name)
{
    public sealed override IReadOnlyList<Node>? Of(Node node, string path, string? hop) => hop == Name ? [node.With(this)] : null;

    /// <summary>What the hop becomes.</summary>
    public abstract HopOptions<T> As<T>(HopOptions<T>? changed);
}
