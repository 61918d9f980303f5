using System.Text.RegularExpressions;

namespace Samples.Documents;

/// <summary>A markdown file of the repository.</summary>
internal sealed partial record Document(string Path)
{
    private static readonly Lazy<string> Root = new(FindRoot);

    private string Text { get; } = File.ReadAllText(System.IO.Path.Combine(Root.Value, Path));

    /// <summary>The C# samples it shows.</summary>
    public IEnumerable<string> Samples => SampleBlock().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>Where it links to, inside the repository.</summary>
    public IEnumerable<string> Links => Link().Matches(Text).Select(match => match.Groups[1].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Paths from the root that it names in the text.</summary>
    public IEnumerable<string> PathsNamed => PathNamed().Matches(Text).Select(match => match.Groups[1].Value);

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(InRepository("docs"), "*.md", SearchOption.AllDirectories)
            .Prepend(InRepository("README.md"))
            .Select(path => System.IO.Path.GetRelativePath(Root.Value, path));

    public static string InRepository(string path) => System.IO.Path.Combine(Root.Value, path);

    public string Resolve(string link) => System.IO.Path.Combine(Root.Value, System.IO.Path.GetDirectoryName(Path)!, link);

    public bool Says(string text) => Text.Contains(text, StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Flow.sln"))) return folder;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Flow.sln.");
    }

    [GeneratedRegex(@"^[ \t]*```csharp[ \t]*\r?\n(.*?)^[ \t]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SampleBlock();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`((?:src|tests|property-tests|benchmarks|docs)(?:/[^`*\\s]*)?)`")]
    private static partial Regex PathNamed();
}
