using System.Threading.Channels;
using Flow;

namespace Samples.Concepts;

public sealed class PipelineSample
{
    [Fact]
    public async Task A_pipeline_is_a_value()
    {
        var clean = Pipeline.Of<string>()
            .Map("trim", text => text.Trim())
            .Filter("keep", text => text.Length > 0);

        var measured = Pipeline.Of<string>()
            .Then("clean", clean)                                                     // nested: clean/trim, clean/keep
            .Map("measure", text => text.Length, new HopOptions<string>(64) { Name = "texts" });

        Console.WriteLine(measured);

        var half = measured.Replace("clean/trim", Pipeline.Of<string>().Map("end", text => text.TrimEnd()));
        var narrow = measured.Replace("texts", new HopOptions<string>(1));
        var framework = measured.Replace("texts", new HopOptions<string>(64) { StandIn = () => Channel.CreateBounded<string>(64) });

        Assert.Equal(
            """
            clean -> [texts 64] -> measure
              clean: trim -> [256] -> keep
            """.ReplaceLineEndings(),
            measured.ToString());
        Assert.Contains("-->|\"texts 64\"|", measured.ToMermaid(), StringComparison.Ordinal);
        Assert.Equal([1, 1], await CollectAsync(measured));
        Assert.Equal([2, 1], await CollectAsync(half));
        Assert.Equal([1, 1], await CollectAsync(narrow));
        Assert.Equal([1, 1], await CollectAsync(framework));
        var error = Assert.Throws<ArgumentException>(() => measured.Replace("strip", clean));
        Assert.Contains("'clean/trim'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<int>> CollectAsync(Pipeline<string, int> pipeline)
    {
        var collected = new List<int>();
        await using var run = pipeline.Run([" a", "b", ""], Sink.ForEach<int>("collect", collected.Add));
        await run.Completion.Limit();
        return collected;
    }
}
