using Spectre.Console;

namespace Flow.Cli.CommandLine;

/// <summary>Where a command writes: what it is asked for to <see cref="Output"/>, what went wrong to <see cref="Error"/>.</summary>
internal sealed record Streams(TextWriter Output, TextWriter Error)
{
    // Nothing tells how wide a file is; the widest of our tables fits in this.
    private const int WidthOfAFile = 160;

    /// <summary>
    /// Output as tables and live views are drawn on it: as wide as the terminal where it is one, and plain text where it is not.
    /// </summary>
    public IAnsiConsole Canvas()
    {
        var canvas = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) });
        if (!canvas.Profile.Out.IsTerminal) canvas.Profile.Width = WidthOfAFile;
        return canvas;
    }
}
