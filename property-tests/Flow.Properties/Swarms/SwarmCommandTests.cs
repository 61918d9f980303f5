using System.Text.Json;
using Flow.Cli.CommandLine;
using Flow.Swarm;
using Xunit;

namespace Flow.Properties.Swarms;

public sealed class SwarmCommandTests
{
    [Fact]
    public async Task A_number_of_runs_is_one_JSON_object_the_same_each_time()
    {
        var (code, output, error) = await RunAsync("--runs", "5", "--seed", "3", "--json");
        var (_, again, _) = await RunAsync("--runs", "5", "--seed", "3", "--json");

        using var report = JsonDocument.Parse(output);
        var root = report.RootElement;
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["runs", "failed", "failures", "simulated_seconds", "digest"], root.EnumerateObject().Select(static property => property.Name));
        Assert.Equal((5, 0, 0), (root.GetProperty("runs").GetInt32(), root.GetProperty("failed").GetInt32(), root.GetProperty("failures").GetArrayLength()));
        Assert.True(root.GetProperty("simulated_seconds").GetDouble() >= 5);
        Assert.Equal(output, again);
    }

    [Theory]
    [InlineData("--runs '0' is not a whole number from 1 to 2147483647.", "--runs", "0")]
    [InlineData("--seconds 'soon' is not a whole number from 1 to 86400.", "--seconds", "soon")]
    [InlineData("--seed needs a value, such as --seed 1.", "--seed")]
    [InlineData("--seconds and --runs cannot both be given; give one of them.", "--seconds", "1", "--runs", "1")]
    [InlineData("swarm does not know '--fast'; it knows --help, --seconds, --runs, --seed, --json.", "--fast")]
    public async Task What_makes_no_sense_is_refused_in_one_sentence(string sentence, params string[] arguments) =>
        Assert.Equal((2, "", sentence + Environment.NewLine), await RunAsync(arguments));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var streams = new Streams(output, error);
        var command = new SwarmCommand(streams, new Progress(terminal: null), TimeProvider.System).ToCommand();
        return (await Invocation.RunAsync(command, arguments, streams, CancellationToken.None), output.ToString(), error.ToString());
    }
}
