using System.Threading.Channels;
using Flow;

namespace Samples.Stages;

/// <summary>Multiplies, a batch at a time.</summary>
internal sealed class Scale(int factor) : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var (reader, writer) = ((HopReader<int>)input, (HopWriter<int>)output);
        var batch = new int[64];
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            var count = reader.TryRead(batch);
            for (var i = 0; i < count; i++) batch[i] *= factor;
            for (var written = 0; written < count;)
            {
                written += writer.TryWrite(batch.AsSpan(written, count - written));
                if (written < count && !await writer.WaitToWriteAsync(cancellationToken)) return;
            }
        }
    }
}

public sealed class BatchesSample
{
    [Fact]
    public async Task A_stage_asks_for_batches()
    {
        var collected = new List<int>();
        var pipeline = Pipeline.Of<int>().Then("scale", new Scale(3), new HopOptions<int>(16));
        await using var run = pipeline.Run(Enumerable.Range(0, 1_000), Sink.ForEach<int>("collect", collected.Add, new HopOptions<int>(4)));
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => number * 3), collected);
    }
}
