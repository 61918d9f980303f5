using Flow;

namespace Samples.Stages;

public sealed class DelegateSample
{
    [Fact]
    public async Task A_delegate_is_a_stage()
    {
        var firsts = new List<int>();

        var pipeline = Pipeline.Of<int>()
            .Then<int>("first ten", async (input, output, cancellationToken) =>
            {
                for (var left = 10; left > 0; left--)
                {
                    await output.WriteAsync(await input.ReadAsync(cancellationToken), cancellationToken);
                }
            });                                                 // it returns early, which abandons the rest of its input

        await using var run = pipeline.Run(Enumerable.Range(0, int.MaxValue), Sink.ForEach<int>("collect", firsts.Add));
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 10), firsts);
    }
}
