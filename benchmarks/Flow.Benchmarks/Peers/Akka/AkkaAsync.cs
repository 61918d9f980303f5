using Akka.Streams;
using Akka.Streams.Dsl;
using AkkaSource = Akka.Streams.Dsl.Source;

namespace Flow.Benchmarks.Peers.Akka;

/// <summary>Akka.Streams with a boundary after each stage: an actor for each, and a bounded buffer between.</summary>
internal sealed class AkkaAsync(AkkaStreams streams) : IPeer
{
    public string Name => "akka-async";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var items = AkkaSource.From(haul.Sequence()).Async();
        for (var hop = 0; hop < haul.Hops; hop++) items = items.Select(item => Increment<T>.One(item)).Async();
        await items
            .ToMaterialized(global::Akka.Streams.Dsl.Sink.ForEach<T>(haul.Arrivals.Add), Keep.Right)
            .WithAttributes(Attributes.CreateInputBuffer(haul.Capacity, haul.Capacity))
            .Run(streams.Materializer);
        return null;
    }
}
