using Flow.Benchmarks.Measuring;
using Flow.Benchmarks.Peers;
using Flow.Benchmarks.Peers.Akka;

namespace Flow.Benchmarks.Idle;

/// <summary>Starts a pipeline whose source is empty, and waits for its end.</summary>
internal sealed class Start(string name, Func<Task> runAsync) : IContestant
{
    public const int Stages = 8;
    private const int Capacity = 1024;

    public string Name => name;

    public static IReadOnlyList<Start> All(AkkaStreams akka)
    {
        var blueprint = FlowMap.Build(new Haul<long>(Stages, Capacity, Items: 0));
        return
        [
            new Start("flow", () => FlowMap.RunAsync(blueprint)),
            Of("flow-building", new FlowMap()),
            Of("channel", new ChannelIdiom()),
            Of("dataflow", new DataflowBlocks()),
            Of("akka-fused", new AkkaFused(akka)),
            Of("akka-async", new AkkaAsync(akka)),
        ];
    }

    public async Task RunAsync(long count)
    {
        for (long i = 0; i < count; i++) await runAsync();
    }

    private static Start Of(string name, IPeer peer) =>
        new(name, () => peer.RunAsync(new Haul<long>(Stages, Capacity, Items: 0)));
}
