using Flow.Zoo.Specimens;
using Xunit;

namespace Flow.Zoo.Table;

public sealed class ZooDocumentTests
{
    // Set, it makes the test write what it finds.
    private const string Variable = "FLOW_ZOO";

    [Fact]
    public void It_shows_each_broken_thing_and_the_law_that_kills_it()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "write") ZooDocument.Tables = ZooTable.Of(Exhibits.Broken);
        var shown = ZooDocument.Rows;
        Assert.Equal(Exhibits.Broken.Count, shown.Count);
        foreach (var (specimen, row) in Exhibits.Broken.Zip(shown))
        {
            Assert.StartsWith(ZooTable.Beginning(specimen), row, StringComparison.Ordinal);
            Assert.NotNull(specimen.Named);
        }
    }
}
