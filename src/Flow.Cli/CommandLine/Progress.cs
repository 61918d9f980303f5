namespace Flow.Cli.CommandLine;

/// <summary>Says how far a command has come, in one line that is written over and wiped out in the end.</summary>
/// <param name="terminal">Where a person looks on; nothing where nobody does.</param>
internal sealed class Progress(TextWriter? terminal)
{
    private const string WipeLine = "\r\e[K";

    public void Say(string line)
    {
        terminal?.Write(WipeLine + line);
        terminal?.Flush();
    }

    public void Clear() => Say("");
}
