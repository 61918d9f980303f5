using Akka.Streams.Dsl;
using AkkaSource = Akka.Streams.Dsl.Source;

namespace Flow.Benchmarks.Peers.Akka;

/// <summary>Akka.Streams as it comes: all stages fused into one actor, with no queue between them.</summary>
internal sealed class AkkaFused(AkkaStreams streams) : IPeer
{
    public string Name => "akka-fused";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var items = AkkaSource.From(haul.Sequence());
        for (var hop = 0; hop < haul.Hops; hop++) items = items.Select(item => Increment<T>.One(item));
        await items.RunForeach(haul.Arrivals.Add, streams.Materializer);
        return null;
    }
}
