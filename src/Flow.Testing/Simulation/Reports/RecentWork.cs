namespace Flow.Testing;

/// <summary>What ran in the last steps before a simulation's limit, by name: what runs for ever is among it.</summary>
internal sealed class RecentWork
{
    /// <summary>How many steps are looked at.</summary>
    public const int Window = 1000;

    private const int MostNames = 4;

    private readonly Dictionary<string, int> _steps = [];

    public void Add(Task? work)
    {
        var name = work is null ? "a timer" : TaskName.Of(work);
        _steps[name] = _steps.GetValueOrDefault(name) + 1;
    }

    public override string ToString() => string.Join(
        ", ", _steps.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostNames).Select(pair => $"{pair.Key} ({pair.Value})"));
}
