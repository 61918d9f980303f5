using System.Threading.Channels;

namespace Flow.Tests.Runs;

/// <summary>Pipelines that fail at some of their items.</summary>
public static class FailingPipeline
{
    /// <summary>The kinds of stages that fail in all their ways.</summary>
    public static TheoryData<string> Kinds => ["map", "filter", "tap", "scan", "expand", "sequence", "late sequence", "async", "parallel", "any order", "body", "spans", "sink", "async sink"];

    /// <summary>A source of a hundred numbers, a stage that throws at bad ones, and a sink.</summary>
    public static Pipeline<Nothing, Nothing> Of(string kind, List<int> received, Func<int, bool> isBad)
    {
        int Check(int item) => isBad(item) ? throw new FormatException($"Bad {item}.") : item;
        var source = Source.From("source", Enumerable.Range(0, 100));
        var sink = Sink.ForEach<int>("sink", received.Add);
        return kind switch
        {
            "map" => source.Map("stage", Check).Then(sink),
            "filter" => source.Filter("stage", item => Check(item) == item).Then(sink),
            "tap" => source.Tap("stage", item => Check(item)).Then(sink),
            "scan" => source.Scan("stage", 0, (_, item) => Check(item)).Then(sink),
            "expand" => source.Expand("stage", item => new[] { Check(item) }).Then(sink),
            "sequence" => source.ExpandAsync("stage", item => Sequences.One(Check(item))).Then(sink),
            "late sequence" => source.ExpandAsync("stage", item => Sequences.One(item).Select(Check)).Then(sink),
            "async" => source.MapAsync("stage", async (item, _) =>
            {
                await Task.Yield();
                return Check(item);
            }).Then(sink),
            "parallel" or "any order" => source.MapAsync("stage", async (item, _) =>
            {
                for (var turn = 0; turn < item % 5; turn++) await Task.Yield();
                return Check(item);
            }, parallelism: 4, ordered: kind == "parallel").Then(sink),
            "body" => source.Then("stage", new Body(isBad)).Then(sink),
            "spans" => source.Then("stage", new InSpans(isBad)).Then(sink),
            "sink" => source.Then(Sink.ForEach<int>("stage", item => received.Add(Check(item)))),
            _ => source.Then(Sink.ForEachAsync<int>("stage", async (item, _) =>
            {
                await Task.Yield();
                received.Add(Check(item));
            })),
        };
    }

    internal sealed class Body(Func<int, bool> isBad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken))
                await output.WriteAsync(isBad(item) ? throw new FormatException($"Bad {item}.") : item, cancellationToken);
        }
    }

    private sealed class InSpans(Func<int, bool> isBad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            var (reader, batch) = ((HopReader<int>)input, new int[64]);
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch);
                for (var i = 0; i < count; i++)
                    await output.WriteAsync(isBad(batch[i]) ? throw new FormatException($"Bad {batch[i]}.") : batch[i], cancellationToken);
            }
        }
    }
}
