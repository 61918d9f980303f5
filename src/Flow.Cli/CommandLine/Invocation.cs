using System.CommandLine;
using System.Net.Sockets;

namespace Flow.Cli.CommandLine;

/// <summary>Runs the command a command line asks for, or says in one sentence what is wrong with it.</summary>
internal static class Invocation
{
    // A path that starts with @ is a path.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(
        Command root,
        IReadOnlyList<string> arguments,
        Streams streams,
        CancellationToken cancellationToken)
    {
        var parsed = root.Parse(arguments, Parsing);
        if (parsed.Action is not { ClearsParseErrors: true } && parsed.Errors.Count > 0)
        {
            await streams.Error.WriteLineAsync(WhatIsWrong(parsed));
            return ExitCode.BadInput;
        }
        var invocation = new InvocationConfiguration
        {
            Output = streams.Output,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Signals are ours: see Interruption.
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (BadInputException error)
        {
            await streams.Error.WriteLineAsync(error.Message);
            return ExitCode.BadInput;
        }
        catch (Exception error) when (error is IOException or SocketException or UnauthorizedAccessException or NotSupportedException)
        {
            await streams.Error.WriteLineAsync($"{root.Name} failed: {error.Message}");
            return ExitCode.Failure;
        }
    }

    private static string WhatIsWrong(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = string.Join(' ', command.Parents.OfType<Command>().Append(command).Select(each => each.Name));
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var known = command.Subcommands.Select(each => each.Name).Concat(command.Options.Select(each => each.Name));
            return $"{name} does not know '{unknown}'; it knows {string.Join(", ", known)}.";
        }
        if (parsed.CommandResult.Command.Action is null)
            return $"{name} needs a command: {string.Join(" or ", command.Subcommands.Select(each => each.Name))}.";
        return parsed.Errors[0].Message;
    }
}
