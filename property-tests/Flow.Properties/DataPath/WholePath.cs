using Flow.Testing;

namespace Flow.Properties.DataPath;

/// <summary>The subject of the laws of the whole path: two hosts with the stages they have by default.</summary>
internal sealed class WholePath
{
    /// <summary>There is one.</summary>
    public static WholePath Default { get; } = new();

    /// <summary>A case brings its own scheduler and its own clock.</summary>
    public static Execution Alone { get; } = static (_, work) => work().GetAwaiter().GetResult();

    public override string ToString() => "the whole path";
}
