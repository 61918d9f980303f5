using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>What may be the name of a stage.</summary>
internal static class StageName
{
    public static string Checked(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        return name.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException($"The name '{name}' has a slash; slashes are in the paths of nested stages only.", parameter)
            : name;
    }

    /// <summary>The name for a stage that the library puts in itself; with a number, where it is taken.</summary>
    public static string Free(string name, IEnumerable<string> taken)
    {
        var others = taken.ToHashSet();
        var free = name;
        for (var number = 2; others.Contains(free); number++) free = $"{name} {number}";
        return free;
    }

    public static string? FirstTwice(IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        return names.FirstOrDefault(name => !seen.Add(name));
    }
}
