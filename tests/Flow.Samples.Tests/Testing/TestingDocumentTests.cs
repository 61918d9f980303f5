using Flow.Testing;
using Samples.Documents;

namespace Samples.Testing;

/// <summary>What docs/testing.md says of the laws is what the laws say of themselves.</summary>
public sealed class TestingDocumentTests
{
    private static readonly Document Document = new("docs/testing.md");

    public static TheoryData<Law> Laws() => [.. HopLaws.All, .. StageLaws<int, int>.All, .. PipelineLaws<int, int>.All];

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_tables_have_every_law(Law law)
    {
        var row = $"| `{law.Name}` | {law.Sentence} | {law.AppliesTo} |";
        Assert.True(Document.Says(row), $"docs/testing.md has no row\n{row}");
    }

    [Fact]
    public void The_tables_have_every_capability()
    {
        foreach (var capability in Enum.GetValues<Capabilities>().Except([Capabilities.None]))
            Assert.True(Document.Says($"| `{capability}` |"), $"docs/testing.md says nothing of {capability}.");
    }

    [Fact]
    public void The_failure_it_shows_is_a_real_one()
    {
        var smoothing = new StageSubject<int, int>("smoothing", () => new SmoothingThatWraps(), number => number, items => items);
        var broken = Assert.Throws<LawBrokenException>(
            () => StageLaws<int, int>.Order.Replay(smoothing, """Order: {"Items":5,"InputCapacity":2} on plain"""));
        Assert.True(Document.Says(broken.Message), $"docs/testing.md does not show this failure:\n{broken.Message}");
    }
}
