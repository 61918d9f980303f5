namespace Flow.Zoo.Table;

/// <summary><c>docs/zoo.md</c>, of which the tables are written by the tests.</summary>
internal static class ZooDocument
{
    private const string Before = "<!-- tables -->\n";
    private const string After = "\n<!-- end of tables -->";

    private static readonly Lazy<string> Path = new(static () => System.IO.Path.Combine(FindRoot(), "docs", "zoo.md"));

    public static IReadOnlyList<string> Rows => [.. Tables.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal))];

    /// <summary>What stands between the two marks.</summary>
    public static string Tables
    {
        get
        {
            var (text, from, to) = Read();
            return text[from..to];
        }

        set
        {
            var (text, from, to) = Read();
            File.WriteAllText(Path.Value, text[..from] + value + text[to..]);
        }
    }

    private static (string Text, int From, int To) Read()
    {
        var text = File.ReadAllText(Path.Value);
        return (text, text.IndexOf(Before, StringComparison.Ordinal) + Before.Length, text.IndexOf(After, StringComparison.Ordinal));
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Flow.sln"))) return folder;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Flow.sln.");
    }
}
