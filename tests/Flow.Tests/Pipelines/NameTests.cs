namespace Flow.Tests.Pipelines;

public class NameTests
{
    private static readonly Pipeline<string, int> Texts = Pipeline.Of<string>()
        .Map("trim", x => x.Trim())
        .Map("len", x => x.Length, hop: new(8) { Name = "texts" })
        .Map("double", x => x * 2);

    private static readonly Pipeline<int, int> Branched = Pipeline.Of<int>()
        .Map("p", x => x)
        .Then("empty", Pipeline.Of<int>())
        .Partition("parity", x => x & 1, ("one", Pipeline.Of<int>().Map("z", x => x)), ("two", Pipeline.Of<int>()));

    [Fact]
    public void A_stages_name_is_not_taken_for_a_hops()
    {
        var hop = new HopOptions<string>(4);

        Refused(() => Texts.Replace("len", hop), "'len' is a stage; the hops are 'texts', 'len.double'.");
        Refused(() => Branched.Replace("z", new HopOptions<int>(4)),
            "'parity/one/z' is a stage; the hops are 'p.empty', 'empty.parity', 'parity.parity/one/z', 'parity.parity/two', "
            + "'parity/one/z.merge', 'parity/two.merge'.");
        Refused(() => Texts.Replace("nowhere", hop), "There is no 'nowhere'; the hops are 'texts', 'len.double'.");
    }

    [Fact]
    public void A_hops_name_is_not_taken_for_a_stages()
    {
        const string message = "'texts' is a hop; the stages are 'trim', 'len', 'double'.";

        Refused(() => Texts.Replace("texts", Pipeline.Of<string>()), message);
        Refused(() => Texts.Before("texts", "new", Pipeline.Of<string>()), message);
        Refused(() => Texts.After("texts", "new", Pipeline.Of<string>()), message);
        Refused(() => Texts.OnFault("texts", FaultPolicy.Stop), message);
    }

    [Fact]
    public void The_end_of_a_hops_default_name_has_both_stages_it_joins()
    {
        var nested = Pipeline.Of<int>().Then("outer", Pipeline.Of<int>().Map("a", x => x).Map("b", x => x)).Map("c", x => x);

        Assert.Contains("[7]", nested.Replace("a.b", new HopOptions<int>(7)).ToString(), StringComparison.Ordinal);
        Assert.Contains("[7]", nested.Replace("b.c", new HopOptions<int>(7)).ToString(), StringComparison.Ordinal);
        Assert.Contains("parity/one/first", Branched.Rename("z", "first").Stages);
    }

    [Fact]
    public void The_hop_at_the_head_is_known_by_the_name_it_was_given()
    {
        var pipeline = Pipeline.Of<int>().Map("a", x => x, hop: new(8) { Name = "first" });

        Assert.Contains("again", Source.From("numbers", [1]).Then(pipeline.Rename("first", "again")).Names);
        Refused(() => pipeline.OnFault("first", FaultPolicy.Stop), "'first' is a hop; the stages are 'a'.");
        Refused(() => pipeline.Replace("a", new HopOptions<int>(1)), "'a' is a stage; the hops are 'first'.");
    }

    [Fact]
    public void A_pipeline_without_hops_says_so()
    {
        Refused(() => Pipeline.Of<int>().Map("a", x => x).Replace("a", new HopOptions<int>(1)), "'a' is a stage; there are no hops.");
        Refused(() => Pipeline.Of<int>().Replace("a", Pipeline.Of<int>()), "There is no 'a'; there are no stages.");
        Refused(() => Pipeline.Of<int>().Rename("a", "b"), "There is no 'a'; there are no names.");
    }

    [Fact]
    public void What_has_no_faults_of_its_own_says_whose_it_has()
    {
        var policy = FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1);

        Refused(() => Branched.OnFault("empty", policy),
            "'empty' is a pipeline without stages, so it has no faults; put a stage in its place.");
        Refused(() => Branched.OnFault("parity", policy),
            "'parity' is more than a stage from one hop to another, and has no fault policy; the stages nested in it can have one, by their paths.");
    }

    private static void Refused(Action change, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(change).Message);
}
