using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>A pipeline of maps between two hops of the user's, whose own loops at both ends use the standard channel API.</summary>
internal sealed class FlowUserEnds : IPeer
{
    public string Name => "flow-user-ends";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var first = Hop<T>.Create(new HopOptions<T>(haul.Capacity) { Name = "first" });
        var last = Hop<T>.Create(new HopOptions<T>(haul.Capacity) { Name = "last" });
        await using var run = FlowMap.Maps(haul).Run(first.Reader, last.Writer);
        await Task.WhenAll(
            Task.Run(() => ChannelLoops<FlowHops>.WriteAllAsync(haul, first.Writer)),
            Task.Run(() => ChannelLoops<FlowHops>.ReadAllAsync(haul, last.Reader)),
            run.Completion);
        return FlowEnds.BatchesPerHop(run);
    }
}
