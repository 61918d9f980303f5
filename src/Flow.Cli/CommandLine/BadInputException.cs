namespace Flow.Cli.CommandLine;

/// <summary>What the user asked for cannot be done; the message is one sentence for the user.</summary>
internal sealed class BadInputException(string message) : Exception(message);
