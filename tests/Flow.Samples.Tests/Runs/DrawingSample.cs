using Flow;

namespace Samples.Runs;

public sealed class DrawingSample
{
    [Fact]
    public async Task A_run_is_drawn_with_its_figures()
    {
        var pipeline = Source.From("numbers", Enumerable.Range(0, 1000)).Map("double", number => number * 2).Then(Sink.Ignore<int>());
        await using var run = pipeline.Run();
        await run.Completion;

        Console.WriteLine(run.Snapshot());                              // a table
        Console.WriteLine(run.Snapshot().ToMermaid());                  // a flowchart
        Console.WriteLine(run.Snapshot().ToDot());                      // a graph

        Assert.Contains("s1[\"double<br/>ended\"]", run.Snapshot().ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("0/256\\n1,000 items", run.Snapshot().ToDot(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blueprint_is_changed_by_name()
    {
        var pipeline = Pipeline.Of<string>().Then("clean", Pipeline.Of<string>().Map("trim", text => text.Trim()).Filter("keep", text => text.Length > 0));
        var logged = new List<string>();
        var log = Pipeline.Of<string>().Tap("log", logged.Add);

        var changed = pipeline
            .After("trim", "trimmed", log, new HopOptions<string>(16))  // clean/trim, by the end of its path
            .Rename("clean/keep", "any")
            .OnFault("any", FaultPolicy.Restart(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1), attempts: 3));

        Assert.Equal(["clean/trim", "clean/trimmed/log", "clean/any"], changed.Stages);
    }
}
