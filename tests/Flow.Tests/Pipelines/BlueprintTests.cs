namespace Flow.Tests.Pipelines;

public class BlueprintTests
{
    private static readonly Pipeline<string, int> Parsing = Pipeline.Of<string>()
        .Map("trim", x => x.Trim())
        .Map("parse", int.Parse, hop: new(64) { Name = "trimmed" });

    private static readonly Pipeline<string, Nothing> Whole = Pipeline.Of<string>()
        .Filter("any", x => x.Length > 0)
        .Then("read", Parsing, hop: new(8))
        .Partition("parity", x => x % 2,
            ("even", Pipeline.Of<int>().Map("halve", x => x / 2, hop: new(4))),
            ("odd", Pipeline.Of<int>()))
        .Then(Sink.Ignore<int>());

    [Fact]
    public void It_lists_its_stages_by_path()
    {
        Assert.Equal(
            ["any", "read/trim", "read/parse", "parity", "parity/even/halve", "parity/odd", "parity/merge", "ignore"], Whole.Stages);
    }

    [Fact]
    public void It_names_its_hops_after_what_they_join_unless_they_have_a_name()
    {
        Assert.Equal(
            new HashSet<string>
            {
                "any.read/trim", "read/trimmed", "read/parse.parity", "parity.parity/even/halve", "parity.parity/odd",
                "parity/even/halve.merge", "parity/odd.merge", "parity/merge.ignore",
            },
            Whole.Names.Except(Whole.Stages).ToHashSet());
    }

    [Fact]
    public void It_prints_as_text()
    {
        Assert.Equal(
            """
            any -> [8] -> read -> [256] -> parity -> [256] -> ignore
              read: trim -> [trimmed 64] -> parse
              parity/even: [4] -> halve
              parity/odd: [256] -> (what comes in)
            """, Whole.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void It_prints_as_a_flowchart()
    {
        Assert.Equal(
            """
            flowchart LR
              s0["any"]
              subgraph f0["read"]
                s1["trim"]
                s2["parse"]
              end
              s3["parity"]
              subgraph f1["parity"]
                subgraph f2["even"]
                  s4["halve"]
                end
                s5["odd"]
                s6["merge"]
              end
              s7["ignore"]
              s0 -->|"8"| s1
              s1 -->|"trimmed 64"| s2
              s2 -->|"256"| s3
              s3 -->|"4"| s4
              s3 -->|"256"| s5
              s4 -->|"256"| s6
              s5 -->|"256"| s6
              s6 -->|"256"| s7

            """, Whole.ToMermaid(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void It_is_a_value()
    {
        var before = Parsing.ToString();

        _ = Parsing.Map("more", x => x + 1).Replace("parse", Pipeline.Of<string>().Map("length", x => x.Length));

        Assert.Equal(before, Parsing.ToString());
    }

    [Fact]
    public void A_name_is_there_once()
    {
        var error = Assert.Throws<ArgumentException>(() => Parsing.Map("trim", x => x));

        Assert.Contains("'trim' is there twice", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Parsing.Map("trimmed", x => x));
        Assert.Throws<ArgumentException>(() => Parsing.Then(Sink.Ignore<int>("parse")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    public void A_name_is_not_empty_and_has_no_slash(string name)
    {
        Assert.Throws<ArgumentException>(() => Parsing.Map(name, x => x));
    }

    [Fact]
    public void Two_branches_do_not_share_a_name()
    {
        Assert.Throws<ArgumentException>(() =>
            Pipeline.Merge("all", ("a", Source.From("x", [1])), ("a", Source.From("y", [1]))));
    }

    [Fact]
    public void What_goes_through_unnamed_nested_pipelines_is_found_by_path()
    {
        var nested = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Then("inner", Pipeline.Of<int>().Map("stage", x => x)));

        Assert.Equal(["outer/inner/stage"], nested.Stages);
    }
}
