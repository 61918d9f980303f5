namespace Flow;

/// <summary>A drawing in the language of Graphviz.</summary>
internal sealed class DotText : Diagram
{
    protected override void Begin()
    {
        AppendLine(0, "digraph {");
        AppendLine(1, "rankdir=LR;");
        AppendLine(1, "node [shape=box];");
    }

    protected override void OpenFrame(int depth, int frame, string label)
    {
        // Graphviz draws a frame around what is called a cluster.
        AppendLine(depth, $"subgraph cluster{frame} {{");
        AppendLine(depth + 1, $"label=\"{Escape(label)}\";");
    }

    protected override void CloseFrame(int depth) => AppendLine(depth, "}");

    protected override void AddStage(int depth, string id, IEnumerable<string> label) => AppendLine(depth, $"{id} [label=\"{Escape(label)}\"];");

    protected override void AddEnd(string id) => AppendLine(1, $"{id} [shape=point];");

    protected override void AddHop(string from, string to, IEnumerable<string> label) =>
        AppendLine(1, $"{from} -> {to} [label=\"{Escape(label)}\"];");

    protected override void End() => AppendLine(0, "}");

    private static string Escape(IEnumerable<string> lines) => string.Join("\\n", lines.Select(Escape));

    private static string Escape(string line) => line
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .ReplaceLineEndings("\\n");
}
