using System.Reflection;
using Flow;

namespace Samples.Documents;

/// <summary>What the documents show is compiled and run here, and what they point at is there.</summary>
public sealed class DocumentTests
{
    private static readonly Lazy<IReadOnlyList<string>> SampleFiles = new(() =>
        [.. Directory.EnumerateFiles(Document.InRepository("tests/Flow.Samples.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(path => WithoutIndentation(File.ReadAllText(path)))]);

    public static TheoryData<string> Documents() => [.. Document.All];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_sample_is_in_a_file_of_this_project(string document)
    {
        foreach (var sample in new Document(document).Samples)
        {
            Assert.True(
                SampleFiles.Value.Any(file => file.Contains(WithoutIndentation(sample), StringComparison.Ordinal)),
                $"{document} shows this sample, which no file of tests/Flow.Samples.Tests has:\n{sample}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_and_path_leads_somewhere(string document)
    {
        var text = new Document(document);
        foreach (var link in text.Links) Assert.True(Path.Exists(text.Resolve(link)), $"{document} links to {link}, which is not there.");
        foreach (var path in text.PathsNamed)
            Assert.True(Path.Exists(Document.InRepository(path)), $"{document} names {path}, which is not there.");
    }

    [Theory]
    [InlineData(typeof(Source))]
    [InlineData(typeof(Sink))]
    [InlineData(typeof(Pipeline))]
    [InlineData(typeof(Flow.Operators))]
    [InlineData(typeof(Results))]
    public void The_table_of_operators_has_all_of_them(Type operators)
    {
        var document = new Document("docs/operators.md");
        foreach (var method in operators.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            Assert.True(document.Says($"`{method.Name}"), $"docs/operators.md says nothing of {operators.Name}.{method.Name}.");
    }

    private static string WithoutIndentation(string code) => $"\n{string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim()}\n";
}
