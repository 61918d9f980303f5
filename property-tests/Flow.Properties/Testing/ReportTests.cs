using System.Net;
using System.Net.Sockets;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

#pragma warning disable RS0030 // What is banned is what is met.

/// <summary>What a simulation says when it cannot go on.</summary>
public sealed class ReportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_deadlock_names_the_stages_the_hops_and_the_directions(bool insideHops)
    {
        var stuck = Fail(SimulationEnd.Deadlock, insideHops, async () =>
        {
            await using var run = Source.From("rows", Enumerable.Range(0, 100))
                .Map("parse", row => row, new HopOptions<int>(8))
                .Then<Nothing>("store", async (input, _, token) => await new TaskCompletionSource().Task.WaitAsync(token), new HopOptions<int>(64))
                .Run(new RunOptions { Scheduler = TaskScheduler.Current });
            await run.Completion;
        });
        Assert.Contains("'rows' waits to write the hop 'rows.parse', full with 8 of 8", stuck, StringComparison.Ordinal);
        Assert.Contains("'parse' waits to write the hop 'parse.store', full with 64 of 64", stuck, StringComparison.Ordinal);
        Assert.Contains("'store' has not ended, and waits for something that is no hop", stuck, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_that_waits_is_named(bool isStandIn)
    {
        var stuck = Fail(SimulationEnd.Deadlock, false, async () =>
        {
            var options = new HopOptions<int>(4) { Name = "lines" };
            if (isStandIn) options = options with { StandIn = () => System.Threading.Channels.Channel.CreateBounded<int>(4) };
            var lines = Hop<int>.Create(options);
            await using var run = Pipeline.Of<int>().Map("trim", line => line).Then(Sink.ForEach<int>("keep", _ => { }))
                .Run(lines.Reader, new RunOptions { Scheduler = TaskScheduler.Current });
            await run.Completion;
        });
        Assert.Contains("'trim' waits to read the hop 'lines', empty", stuck, StringComparison.Ordinal);
        Assert.Contains("'keep' waits to read the hop 'trim.keep', empty", stuck, StringComparison.Ordinal);
    }

    [Fact]
    public void A_livelock_names_what_kept_running() =>
        Assert.Contains("ReportTests.GoRoundAsync (1000)", Fail(SimulationEnd.Livelock, false, GoRoundAsync), StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hop_that_is_called_from_another_thread_names_the_stage_and_shows_the_stack(bool insideHops)
    {
        using var waits = new ManualResetEventSlim();
        var left = Fail(SimulationEnd.LeftSimulation, insideHops, waits.Set, async () =>
        {
            await using var run = Source.From("source", Enumerable.Range(0, 10))
                .Then<int>("stray", async (input, output, token) =>
                {
                    await Task.Run(waits.Wait, token).ConfigureAwait(false);
                    await WriteElsewhereAsync(output);
                })
                .Then(Sink.ForEach<int>("sink", _ => { }))
                .Run(new RunOptions { Scheduler = TaskScheduler.Current });
            await run.Completion;
        });
        Assert.Contains("The stage 'stray' called the hop 'stray.sink' from the thread pool.", left, StringComparison.Ordinal);
        Assert.Contains(nameof(WriteElsewhereAsync), left, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_comes_back_from_the_thread_pool_is_refused_by_name()
    {
        using var waits = new ManualResetEventSlim();
        var refused = Fail(SimulationEnd.LeftSimulation, whenIdle: waits.Set, work: () => ComeBackAsync(Task.Run(waits.Wait)));
        Assert.Contains("from the thread pool. Start tasks on TaskScheduler.Current", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_comes_back_from_the_systems_clock_is_refused_by_name()
    {
        var gate = new TaskCompletionSource();
        using var timer = new Timer(_ => gate.TrySetResult());
        var refused = Fail(
            SimulationEnd.LeftSimulation, whenIdle: () => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), work: () => ComeBackAsync(gate.Task));
        Assert.Contains("from a timer of the system's clock. Give the stage the simulation's Time", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_comes_back_from_a_socket_is_refused_by_name()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = new UdpClient();
        var refused = Fail(
            SimulationEnd.LeftSimulation,
            whenIdle: () => sender.Send([1], (IPEndPoint)receiver.Client.LocalEndPoint!),
            work: () => ComeBackAsync(receiver.ReceiveAsync()));
        Assert.Contains("from a socket. A simulation has no sockets", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_comes_back_from_another_thread_is_refused_by_name()
    {
        var gate = new TaskCompletionSource();
        var thread = new Thread(gate.SetResult) { Name = "elsewhere" };
        var refused = Fail(SimulationEnd.LeftSimulation, whenIdle: thread.Start, work: () => ComeBackAsync(gate.Task));
        Assert.Contains("from the thread 'elsewhere'", refused, StringComparison.Ordinal);
    }

    private static async Task WriteElsewhereAsync(System.Threading.Channels.ChannelWriter<int> output) => await output.WriteAsync(1);

    private static async Task GoRoundAsync()
    {
        while (true) await Task.Yield();
    }

    private static async Task ComeBackAsync(Task outside)
    {
        await outside;
        await Task.Yield();
    }

    private static string Fail(SimulationEnd end, bool insideHops, Func<Task> work) => Fail(end, insideHops, null, work);

    // What is outside goes on when all that is inside waits, and is waited for.
    private static string Fail(SimulationEnd end, Action? whenIdle, Func<Task> work) => Fail(end, false, whenIdle, work);

    private static string Fail(SimulationEnd end, bool insideHops, Action? whenIdle, Func<Task> work)
    {
        var simulation = new SimulationScheduler(SchedulePolicy.Random(1), new SimulationOptions
        {
            InsideHops = insideHops,
            StepLimit = 100_000,
            BeforeTimeMoves = whenIdle,
            Grace = whenIdle is null ? TimeSpan.Zero : TimeSpan.FromSeconds(30),
        });
        var failure = Assert.Throws<SimulationException>(() => simulation.Run(work));
        Assert.Equal(end, failure.End);
        return failure.Message;
    }
}
