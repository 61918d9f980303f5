namespace Flow;

/// <summary>A change of what has a name in a blueprint.</summary>
internal abstract class Change(string name)
{
    /// <summary>The path of what is changed.</summary>
    public string Name => name;

    /// <summary>
    /// What takes the place of <paramref name="node"/>, when it, at <paramref name="path"/>, or the hop before it, is what is meant; none
    /// otherwise.
    /// </summary>
    public abstract IReadOnlyList<Node>? Of(Node node, string path, string? hop);
}
