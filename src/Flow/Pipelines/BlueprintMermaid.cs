using System.Text;

namespace Flow;

/// <summary>Prints a blueprint as a Mermaid flowchart: stages are boxes, hops arrows with their bound, nested pipelines frames.</summary>
internal static class BlueprintMermaid
{
    public static string Print(Outline outline)
    {
        var text = new StringBuilder("flowchart LR\n");
        AppendStages(text, outline.Stages);
        var indexes = outline.Stages.Index().ToDictionary(stage => stage.Item, stage => stage.Index);
        foreach (var hop in outline.Hops.OrderBy(hop => indexes[hop.From]))
        {
            var label = hop.HasOwnName ? $"{NameIn(hop.Name)} {hop.Capacity}" : $"{hop.Capacity}";
            text.Append($"  s{indexes[hop.From]} -->|\"{Escape(label)}\"| s{indexes[hop.To]}\n");
        }

        return text.ToString();
    }

    // Stages of one pipeline stand side by side, so a frame is opened once.
    private static void AppendStages(StringBuilder text, IReadOnlyList<string> stages)
    {
        string[] open = [];
        var frames = 0;
        foreach (var (index, path) in stages.Index())
        {
            var around = path.Split('/')[..^1];
            var shared = open.Zip(around).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var depth = open.Length; depth > shared; depth--) AppendLine(depth, "end");
            for (var depth = shared; depth < around.Length; depth++)
                AppendLine(depth + 1, $"subgraph f{frames++}[\"{Escape(around[depth])}\"]");
            AppendLine(around.Length + 1, $"s{index}[\"{Escape(NameIn(path))}\"]");
            open = around;
        }

        for (var depth = open.Length; depth > 0; depth--) AppendLine(depth, "end");

        void AppendLine(int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
    }

    private static string NameIn(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Escape(string label) => label.Replace("\"", "#quot;", StringComparison.Ordinal);
}
