using Flow.Benchmarks.Peers.Akka;

namespace Flow.Benchmarks.Peers;

/// <summary>All the peers there are, and the two the others are compared with.</summary>
internal sealed class Field
{
    public Field(AkkaStreams akka) => All =
    [
        new FlowMap(),
        new FlowSpan(),
        new FlowUserEnds(),
        Channel,
        new ChannelNaive(),
        new DataflowBlocks(),
        new AkkaFused(akka),
        new AkkaAsync(akka),
        new R3Select(),
        Plain,
    ];

    public IPeer Channel { get; } = new ChannelIdiom();

    public IPeer Plain { get; } = new PlainLoop();

    public IReadOnlyList<IPeer> All { get; }
}
