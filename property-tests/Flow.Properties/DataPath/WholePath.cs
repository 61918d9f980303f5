namespace Flow.Properties.DataPath;

/// <summary>The subject of the laws of the whole path: two hosts with the stages they have by default.</summary>
internal sealed class WholePath
{
    /// <summary>There is one.</summary>
    public static WholePath Default { get; } = new();

    public override string ToString() => "the whole path";
}
