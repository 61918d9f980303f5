using System.Threading.Channels;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

#pragma warning disable RS0030 // What is banned is what is looked for.

public sealed class SimulabilityTests
{
    [Fact]
    public void What_differs_from_run_to_run_is_found_by_name() => Assert.Equal(
        ["Unlike.RunAsync calls Guid.NewGuid, which differs from run to run; take it from a seeded Random."],
        Simulability.Check(typeof(Unlike)).Select(finding => finding.ToString()));

    [Fact]
    public void What_leaves_the_simulation_is_found_by_name() => Assert.Equal(
        ["Stray.RunAsync calls Task.ConfigureAwait", "Stray.RunAsync calls Task.Delay", "Stray.RunAsync calls Task.Run", "Stray.Wait calls DateTime.UtcNow"],
        Simulability.Check(typeof(Stray)).Select(finding => $"{finding.Method} calls {finding.Member}").Order());

    [Fact]
    public void A_stage_that_keeps_to_its_scheduler_and_its_clock_has_no_findings() =>
        Assert.Empty(Simulability.Check(typeof(Fine<int>)));

    private sealed class Unlike : IStage<int, Guid>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<Guid> output, CancellationToken cancellationToken)
        {
            await foreach (var _ in input.ReadAllAsync(cancellationToken)) await output.WriteAsync(Guid.NewGuid(), cancellationToken);
        }
    }

    private sealed class Stray : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            await Task.Run(() => Wait(1), cancellationToken).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }

        private static bool Wait(int hours) => DateTime.UtcNow.Hour < hours;
    }

    private sealed class Fine<T>(TimeProvider time, int seed) : IStage<T, T>
    {
        private readonly Random _random = new(seed);

        public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken))
            {
                if (_random.Next(2) == 0) await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                await output.WriteAsync(item, cancellationToken);
            }
        }
    }
}
