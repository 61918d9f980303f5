using Xunit;

namespace Flow.Properties.DataPath;

/// <summary>A host that has nothing to do sleeps: in an hour it wakes for its timers, and for nothing else.</summary>
public sealed class IdleTests
{
    // A window probe every two minutes once it has backed off, both ways; each wakes a dozen stages on its way.
    private const int MostStepsAnHour = 3000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly PathTraffic Nothing = new()
    {
        Bytes = 0,
        Writes = [1000],
        Reads = [1000],
        WriterRests = TimeSpan.Zero,
        ReaderRests = TimeSpan.Zero,
    };

    public static TheoryData<bool, bool> Networks() => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Hosts_without_connections_sleep(bool isNarrow, bool isSuper) =>
        SimulatedWorld.Run(Network(isNarrow, isSuper), SleepsAsync);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_connection_that_says_nothing_sleeps(bool isNarrow, bool isSuper) =>
        SimulatedWorld.Run(Network(isNarrow, isSuper), static async world =>
        {
            using var onA = await world.AppsOfA.OpenAsync();
            using var onB = await world.AppsOfB.TakeAsync();
            await SleepsAsync(world);
        });

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_connection_whose_app_does_not_read_sleeps(bool isNarrow, bool isSuper) =>
        SimulatedWorld.Run(Network(isNarrow, isSuper), static async world =>
        {
            using var onA = await world.AppsOfA.OpenAsync();
            using var onB = await world.AppsOfB.TakeAsync();
            var sending = Talk.SendAsync(onA, new byte[1_000_000], Nothing, world.Time);
            await SleepsAsync(world);

            Assert.False(sending.IsCompleted);
            await world.A.DisposeAsync();
            await Assert.ThrowsAsync<Flow.DataPath.AppGoneException>(() => sending);
        });

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_host_that_is_not_answered_sleeps_and_gives_up(bool isNarrow, bool isSuper) =>
        SimulatedWorld.Run(Network(isNarrow, isSuper), static async world =>
        {
            await world.B.DisposeAsync();
            using var onA = await world.AppsOfA.OpenAsync();
            await SleepsAsync(world);

            await Assert.ThrowsAsync<Flow.DataPath.AppGoneException>(() => Talk.ReceiveAsync(onA, Nothing, world.Time));
            Assert.Equal(0, world.A.Connections);
        });

    private static async Task SleepsAsync(SimulatedWorld world)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        var before = world.Steps;
        await Task.Delay(Hour, world.Time);
        Assert.InRange(world.Steps - before, 0, MostStepsAnHour);
    }

    private static PathCase Network(bool isNarrow, bool isSuper)
    {
        var bounds = isNarrow ? new PathBounds() : new PathBounds { ConnRxBufBytes = 100_000, ConnTxBufBytes = 100_000, SendQueueBytes = 100_000 };
        return new PathCase
        {
            Seed = 1,
            Connections = 1,
            A = bounds,
            B = bounds,
            WireFrames = 1,
            AppBufferBytes = isNarrow ? 1 : 10_000,
            Mtu = 1500,
            SuperFrames = isSuper,
            Weather = null,
            There = Nothing,
            Back = Nothing,
            InterferesAfterTurns = 0,
            InterferesAfter = TimeSpan.Zero,
        };
    }
}
