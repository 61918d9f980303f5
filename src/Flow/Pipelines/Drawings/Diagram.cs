using System.Text;

namespace Flow;

/// <summary>Writes a drawing in a language of diagrams: stages are boxes, hops arrows, nested pipelines frames.</summary>
internal abstract class Diagram
{
    private readonly StringBuilder _text = new();

    public static string Mermaid(Drawing drawing) => new MermaidText().Write(drawing);

    public static string Dot(Drawing drawing) => new DotText().Write(drawing);

    protected abstract void Begin();

    protected abstract void OpenFrame(int depth, int frame, string label);

    protected abstract void CloseFrame(int depth);

    protected abstract void AddStage(int depth, string id, IEnumerable<string> label);

    /// <summary>Where items come from, or go to, outside the run.</summary>
    protected abstract void AddEnd(string id);

    protected abstract void AddHop(string from, string to, IEnumerable<string> label);

    protected abstract void End();

    protected void AppendLine(int depth, string line) => _text.Append(' ', depth * 2).Append(line).Append('\n');

    private string Write(Drawing drawing)
    {
        Begin();
        WriteStages(drawing.Stages);
        WriteHops(drawing);
        End();
        return _text.ToString();
    }

    // Stages of one pipeline stand side by side, so a frame is opened once.
    private void WriteStages(IReadOnlyList<DrawnStage> stages)
    {
        string[] open = [];
        var frames = 0;
        foreach (var (index, stage) in stages.Index())
        {
            var around = stage.Path.Split('/')[..^1];
            var shared = open.Zip(around).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var depth = open.Length; depth > shared; depth--) CloseFrame(depth);
            for (var depth = shared; depth < around.Length; depth++) OpenFrame(depth + 1, frames++, around[depth]);
            AddStage(around.Length + 1, $"s{index}", stage.Label);
            open = around;
        }

        for (var depth = open.Length; depth > 0; depth--) CloseFrame(depth);
    }

    private void WriteHops(Drawing drawing)
    {
        var order = drawing.Stages.Index().ToDictionary(stage => stage.Item.Path, stage => stage.Index);
        var ends = 0;
        foreach (var hop in drawing.Hops.OrderBy(hop => hop.From is null ? -1 : order[hop.From]))
        {
            var (from, to) = (IdOf(hop.From), IdOf(hop.To));
            AddHop(from, to, hop.Label);
        }

        string IdOf(string? path)
        {
            if (path is not null) return $"s{order[path]}";
            var id = $"e{ends++}";
            AddEnd(id);
            return id;
        }
    }
}
