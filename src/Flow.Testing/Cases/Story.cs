namespace Flow.Testing;

/// <summary>Who did what, in order: of a long story its beginning and its end.</summary>
internal sealed class Story
{
    private const int Beginning = 20;
    private const int End = 40;

    private readonly Lock _telling = new();
    private readonly List<string> _lines = [];
    private int _again;

    public void Tell(string who, string what)
    {
        var line = $"{who}: {what}";
        lock (_telling)
        {
            // A side that polls says the same over and over.
            if (_lines.Count > 0 && _lines[^1] == line)
            {
                _again++;
                return;
            }

            Close();
            _lines.Add(line);
        }
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_telling)
            {
                Close();
                return [.. _lines];
            }
        }
    }

    public override string ToString()
    {
        var numbered = Lines.Select((line, at) => $"  {at + 1,3}  {line}").ToArray();
        return string.Join('\n', numbered.Length <= Beginning + End
            ? numbered
            : [.. numbered[..Beginning], $"       ... {numbered.Length - Beginning - End} more ...", .. numbered[^End..]]);
    }

    private void Close()
    {
        if (_again > 0) _lines[^1] += $" (and {_again} times more)";
        _again = 0;
    }
}
