namespace Flow;

/// <summary>What may be the name of a stage.</summary>
internal static class StageName
{
    public static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException($"The name '{name}' has a slash; slashes are in the paths of nested stages only.", nameof(name))
            : name;
    }

    public static string? FirstTwice(IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        return names.FirstOrDefault(name => !seen.Add(name));
    }
}
