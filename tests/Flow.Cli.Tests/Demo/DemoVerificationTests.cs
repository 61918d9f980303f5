using Flow.Cli.Demo.Network;

namespace Flow.Cli.Tests.Demo;

public class DemoVerificationTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("511")]
    [InlineData("128KiB")]
    [InlineData("3MB")]
    public async Task Bytes_that_all_arrive_are_verified(string size)
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", size]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith(", verified\n", run.Output);
    }

    [Fact]
    public async Task Many_connections_are_verified_at_once()
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "200KB", "--connections", "32"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task A_file_goes_both_ways(int bytes)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7))], TestContext.Current.CancellationToken);

        var run = await FlowCommandLine.RunAsync(["demo", "--file", path, "--connections", "2", "--json"]);
        File.Delete(path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\"bytes_received\":{4 * bytes},", run.Output);
    }

    [Fact]
    public async Task A_changed_byte_is_found()
    {
        var error = await FailAsync(Carry.ButFlip(70_001));

        Assert.Contains("connection 0, a to b: 1000000 bytes came, but not the ones that were sent, the first wrong one at offset 70001.", error);
    }

    [Fact]
    public async Task A_changed_byte_of_a_file_is_found()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, new byte[1000], TestContext.Current.CancellationToken);

        var run = await FlowCommandLine.RunAsync(["demo", "--file", path], options => new Relay(options, Carry.ButFlip(998)));
        File.Delete(path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the first wrong one at offset 998.", run.Error);
    }

    [Theory]
    [InlineData(0, 999_464, 536)] // The ends of the stream.
    [InlineData(16_384, 32_768, 536)] // As far apart as the pattern is long.
    [InlineData(131_072, 262_144, 536)] // As far apart as a block is long.
    public async Task Swapped_segments_are_found(int offset, int otherOffset, int count)
    {
        var error = await FailAsync(Carry.ButSwap(offset, otherOffset, count));

        Assert.Contains("connection 0, a to b: 1000000 bytes came, but not the ones that were sent", error);
    }

    [Fact]
    public async Task Missing_bytes_are_counted_and_found()
    {
        var error = await FailAsync(Carry.ButOmit(offset: 5_120, count: 1_448));

        Assert.Contains("connection 0, a to b: 1448 of 1000000 bytes are missing, the first wrong one at offset 5120.", error);
    }

    [Fact]
    public async Task A_missing_end_is_counted()
    {
        var error = await FailAsync(Carry.ButOmit(offset: 999_999, count: 1));

        Assert.Contains("connection 0, a to b: 1 of 1000000 bytes are missing.", error);
    }

    [Fact]
    public async Task Bytes_in_excess_are_counted()
    {
        var error = await FailAsync(Carry.ButAppend(3));

        Assert.Contains("connection 0, a to b: 3 bytes came in excess of 1000000.", error);
    }

    [Fact]
    public async Task Of_many_differences_one_is_told_and_all_are_counted()
    {
        var run = await FlowCommandLine.RunAsync(
            ["demo", "--size", "1000", "--connections", "3"], options => new Relay(options, Carry.ButFlip(0)));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("connection 0, a to b: ", Assert.Single(run.ErrorLines));
        Assert.EndsWith(", and 2 more like it.", run.ErrorLines[0]);
    }

    [Fact]
    public async Task A_connection_that_breaks_fails_the_demo()
    {
        var error = await FailAsync(Carry.ButBreak);

        Assert.Contains(" failed: ", error);
    }

    [Fact]
    public async Task A_connection_app_b_does_not_know_fails_the_demo()
    {
        var error = await FailAsync(Carry.ButGreetAs(7));

        Assert.Contains("its first bytes say that it is connection 7, of which there is none to come", error);
    }

    [Fact]
    public async Task A_refused_connection_fails_the_demo()
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "1", "--connections", "3"], _ => new NowhereNetwork());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("app a's connecting of connection ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task An_interrupted_demo_says_what_was_moved_and_exits_with_130()
    {
        using var interruption = new CancellationTokenSource();
        var run = await FlowCommandLine.RunAsync(
            ["demo"],
            options => new Relay(options, (from, to, fromA) =>
            {
                interruption.Cancel();
                return Carry.Never(from, to, fromA);
            }),
            interruption: interruption.Token);

        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Stopped after ", Assert.Single(run.ErrorLines));
    }

    private static async Task<string> FailAsync(Carrier carrier)
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "1000000"], options => new Relay(options, carrier));

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith(", not verified\n", run.Output);
        return Assert.Single(run.ErrorLines);
    }

    private sealed class NowhereNetwork : IDemoNetwork
    {
        public string ConnectPath => "/nowhere/at/all";

        public long NativeBytesRented => 0;

        public IReadOnlyList<HopRow> Hops() => [];

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
