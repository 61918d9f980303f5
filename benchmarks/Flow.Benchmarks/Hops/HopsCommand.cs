using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Flow.Cli.CommandLine;

namespace Flow.Benchmarks.Hops;

/// <summary>The calls of a hop one by one, by BenchmarkDotNet.</summary>
internal static class HopsCommand
{
    public static Command ToCommand()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "BenchmarkDotNet's own, such as --filter '*' or --list flat; all suites when none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("hops", "The calls of a hop one by one, beside the channel's, by BenchmarkDotNet.") { arguments };
        command.SetAction(parsed => Run(parsed.GetValue(arguments)!));
        return command;
    }

    private static int Run(string[] arguments)
    {
        var suites = BenchmarkSwitcher.FromAssembly(typeof(HopsCommand).Assembly);
        // It builds a program of its own, which on a busy machine takes longer than it would wait.
        var patient = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
        var summaries = suites.Run(arguments.Length > 0 ? arguments : ["--filter", "*"], patient);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            ? ExitCode.Failure
            : ExitCode.Success;
    }
}
