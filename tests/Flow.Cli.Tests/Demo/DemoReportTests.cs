using System.Text.Json;

namespace Flow.Cli.Tests.Demo;

public class DemoReportTests
{
    [Fact]
    public async Task Json_is_one_object_and_nothing_else()
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "1MB", "--connections", "2", "--json"]);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["verified", "bytes_sent", "bytes_received", "elapsed_seconds", "peak_bytes", "per_connection", "hops"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.True(root.GetProperty("verified").GetBoolean());
        Assert.Equal(4_000_000, root.GetProperty("bytes_sent").GetInt64());
        Assert.Equal(4_000_000, root.GetProperty("bytes_received").GetInt64());
        Assert.True(root.GetProperty("peak_bytes").GetInt64() > 1L << 40, "native bytes count");

        var elapsed = root.GetProperty("elapsed_seconds").GetDouble();
        var connections = root.GetProperty("per_connection").EnumerateArray().ToList();
        Assert.Equal([0, 1], connections.Select(each => each.GetProperty("id").GetInt32()));
        Assert.All(connections, each => Assert.InRange(each.GetProperty("seconds").GetDouble(), 0, elapsed));
        Assert.All(connections, each => Assert.False(each.GetProperty("stalled").GetBoolean()));
        Assert.Equal(
            """
            {"host":"a","path":"receive","name":"frame-rxbuf","from":"rx","to":"eth-poll","unit":"items","capacity":512,"peak":100,"items":1000,"batches":50,"dropped":0,"blocked_seconds":0.5,"starved_seconds":1.25}
            """,
            Assert.Single(root.GetProperty("hops").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task Json_tells_of_a_difference_too()
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "10", "--json"], options => new Relay(options, Carry.ButOmit(4, 2)));
        using var json = JsonDocument.Parse(run.Output);

        Assert.Equal(1, run.ExitCode);
        Assert.False(json.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(20, json.RootElement.GetProperty("bytes_sent").GetInt64());
        Assert.Equal(18, json.RootElement.GetProperty("bytes_received").GetInt64());
        Assert.Single(run.ErrorLines);
    }

    [Fact]
    public async Task Without_a_terminal_there_is_the_table_and_one_line()
    {
        var run = await FlowCommandLine.RunAsync(["demo", "--size", "1MiB"]);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.DoesNotContain("\e", run.Output);
        Assert.Single(lines, line => line.StartsWith("a ", StringComparison.Ordinal) && line.Contains("rx -> eth-poll", StringComparison.Ordinal));
        Assert.Matches(@"^2 MiB of 2 MiB sent arrived in \d+\.\d{3} s, \d+\.\d{2} GB/s each way, verified$", lines[^1]);
    }

    [Fact]
    public async Task A_stall_is_on_connection_0_once_for_as_long_as_asked()
    {
        var time = new ImpatientTime();
        var run = await FlowCommandLine.RunAsync(
            ["demo", "--size", "1MB", "--connections", "3", "--stall", "90s", "--json"], timeProvider: time);
        using var json = JsonDocument.Parse(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([TimeSpan.FromSeconds(90)], time.Waits);
        Assert.Equal(
            [true, false, false],
            json.RootElement.GetProperty("per_connection").EnumerateArray().Select(each => each.GetProperty("stalled").GetBoolean()));
    }
}
