using System.Text;

namespace Flow;

/// <summary>Prints a blueprint: <c>lines -> [256] -> parse -> [rows 64] -> store</c>, and what is nested, indented.</summary>
internal static class BlueprintText
{
    public static string Print(Chain chain)
    {
        var text = new StringBuilder();
        Append(text, chain, indent: 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Chain chain, int indent)
    {
        for (var i = 0; i < chain.Nodes.Length; i++)
        {
            if (i > 0) text.Append(" -> [").Append(chain.Nodes[i].HopLabel).Append("] -> ");
            text.Append(chain.Nodes[i].Name);
        }

        if (chain.Nodes.IsEmpty) text.Append("(what comes in)");
        foreach (var (heading, inner) in chain.Nodes.SelectMany(node => node.Inside))
        {
            text.AppendLine().Append(' ', indent + 2).Append(heading);
            Append(text, inner, indent + 2);
        }
    }
}
