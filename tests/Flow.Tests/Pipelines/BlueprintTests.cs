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
    public void It_prints_as_a_graph()
    {
        Assert.Equal(
            """
            digraph {
              rankdir=LR;
              node [shape=box];
              s0 [label="any"];
              subgraph cluster0 {
                label="read";
                s1 [label="trim"];
                s2 [label="parse"];
              }
              s3 [label="parity"];
              subgraph cluster1 {
                label="parity";
                subgraph cluster2 {
                  label="even";
                  s4 [label="halve"];
                }
                s5 [label="odd"];
                s6 [label="merge"];
              }
              s7 [label="ignore"];
              s0 -> s1 [label="8"];
              s1 -> s2 [label="trimmed 64"];
              s2 -> s3 [label="256"];
              s3 -> s4 [label="4"];
              s3 -> s5 [label="256"];
              s4 -> s6 [label="256"];
              s5 -> s6 [label="256"];
              s6 -> s7 [label="256"];
            }

            """, Whole.ToDot(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_run_prints_as_a_flowchart_and_as_a_graph_with_its_figures()
    {
        var snapshot = new RunSnapshot("numbers", TimeSpan.FromSeconds(2),
            [new("read/lines", StageState.Running, false), new("store", StageState.Running, true)],
            [
                new(null, "read/lines", Reading("input", items: 1300)),
                new("read/lines", "store", Reading("read/lines.store", items: 1200, blocked: 1500, starved: 2)),
                new("store", null, Reading("rows", items: 0)),
            ]);

        Assert.Equal(
            """
            flowchart LR
              subgraph f0["read"]
                s0["lines<br/>running"]
              end
              s1["store<br/>running, ignores its cancelled token"]
              e0((" "))
              e0 -->|"input 5/64<br/>1,300 items"| s0
              s0 -->|"5/64<br/>1,200 items<br/>blocked 1.5 s<br/>starved 2.0 ms"| s1
              e1((" "))
              s1 -->|"rows 5/64<br/>0 items"| e1

            """, snapshot.ToMermaid(), ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            digraph {
              rankdir=LR;
              node [shape=box];
              subgraph cluster0 {
                label="read";
                s0 [label="lines\nrunning"];
              }
              s1 [label="store\nrunning, ignores its cancelled token"];
              e0 [shape=point];
              e0 -> s0 [label="input 5/64\n1,300 items"];
              s0 -> s1 [label="5/64\n1,200 items\nblocked 1.5 s\nstarved 2.0 ms"];
              e1 [shape=point];
              s1 -> e1 [label="rows 5/64\n0 items"];
            }

            """, snapshot.ToDot(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Names_that_mean_something_to_a_diagram_are_escaped()
    {
        var odd = Pipeline.Of<int>().Map("a \"b\" \\c", x => x).Map("<i>#35; & `d`\ne", x => x, hop: new(4) { Name = "|\"|" });

        Assert.Contains("s0[\"a #quot;b#quot; #92;c\"]", odd.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("s1[\"#lt;i#gt;#35;35; #amp; #96;d#96;<br/>e\"]", odd.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("s0 -->|\"|#quot;| 4\"| s1", odd.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("s0 [label=\"a \\\"b\\\" \\\\c\"];", odd.ToDot(), StringComparison.Ordinal);
        Assert.Contains("s1 [label=\"<i>#35; & `d`\\ne\"];", odd.ToDot(), StringComparison.Ordinal);
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

        Assert.StartsWith(
            "The name 'trim' is there twice; each stage and hop of a pipeline has a name of its own. "
            + "Rename one of them, or nest the pipeline it comes from under a name: Then(name, pipeline).",
            error.Message, StringComparison.Ordinal);
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
        var error = Assert.Throws<ArgumentException>(() =>
            Pipeline.Merge("all", ("a", Source.From("x", [1])), ("a", Source.From("y", [1]))));

        Assert.StartsWith("Two sources are called 'a'; each has a name of its own.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_nested_deeper_is_indented_further()
    {
        var inner = Pipeline.Of<int>().Map("a", x => x).Map("b", x => x);

        Assert.Equal(
            """
            outer
              outer: middle
                middle: a -> [256] -> b
            """,
            Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Then("middle", inner)).ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Sources_beside_each_other_print_under_their_names()
    {
        var numbers = Source.From("numbers", [1]);

        Assert.Equal(
            """
            pairs
              pairs/left: numbers
              pairs/right: numbers
            """,
            Pipeline.Zip("pairs", ("left", numbers), ("right", numbers)).ToString(), ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            all
              all/left: numbers
            """,
            Pipeline.Merge("all", ("left", numbers)).ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_frame_at_the_end_is_closed()
    {
        var nested = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Map("inner", x => x));

        Assert.Equal(
            """
            flowchart LR
              subgraph f0["outer"]
                s0["inner"]
              end

            """, nested.ToMermaid(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_goes_through_unnamed_nested_pipelines_is_found_by_path()
    {
        var nested = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Then("inner", Pipeline.Of<int>().Map("stage", x => x)));

        Assert.Equal(["outer/inner/stage"], nested.Stages);
    }

    private static HopReading Reading(string name, long items, int blocked = 0, int starved = 0) => new()
    {
        Name = name,
        Capacity = 64,
        Occupancy = 5,
        Peak = 9,
        Items = items,
        Delivered = 100,
        Batches = 10,
        Blocked = TimeSpan.FromMilliseconds(blocked),
        Starved = TimeSpan.FromMilliseconds(starved),
    };
}
