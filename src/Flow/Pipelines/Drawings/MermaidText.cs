namespace Flow;

/// <summary>A drawing as a Mermaid flowchart.</summary>
internal sealed class MermaidText : Diagram
{
    protected override void Begin() => AppendLine(0, "flowchart LR");

    protected override void OpenFrame(int depth, int frame, string label) => AppendLine(depth, $"subgraph f{frame}[\"{Escape(label)}\"]");

    protected override void CloseFrame(int depth) => AppendLine(depth, "end");

    protected override void AddStage(int depth, string id, IEnumerable<string> label) => AppendLine(depth, $"{id}[\"{Escape(label)}\"]");

    protected override void AddEnd(string id) => AppendLine(1, $"{id}((\" \"))");

    protected override void AddHop(string from, string to, IEnumerable<string> label) =>
        AppendLine(1, $"{from} -->|\"{Escape(label)}\"| {to}");

    protected override void End()
    {
        // A flowchart ends with its last line.
    }

    private static string Escape(IEnumerable<string> lines) => string.Join("<br/>", lines.Select(Escape));

    // A label is HTML, and may be Markdown; what would be either is written as a code, whose sign comes first.
    private static string Escape(string line) => line
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("&", "#amp;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .Replace("`", "#96;", StringComparison.Ordinal)
        .Replace("\\", "#92;", StringComparison.Ordinal)
        .ReplaceLineEndings("<br/>");
}
