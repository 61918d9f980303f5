using Flow;
using Flow.Testing;

namespace Samples.Testing;

public sealed class EndSample
{
    [Fact]
    public void A_source_keeps_the_laws() => PipelineLaws.Hold(
        PipelineSubject.OfSource("slowly", items => Source.From("source", SlowlyAsync(items)), number => number));

    [Fact]
    public void A_sink_keeps_the_laws() => PipelineLaws.Hold(
        PipelineSubject.OfSink<int>("for each", (take, probe) => Sink.ForEach("sink", take, new(probe.Bound)), number => number));

    private static async IAsyncEnumerable<int> SlowlyAsync(IEnumerable<int> items)
    {
        foreach (var item in items)
        {
            yield return item;
            await Task.Yield();
        }
    }
}
