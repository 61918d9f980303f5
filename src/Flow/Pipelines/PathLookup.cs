namespace Flow;

/// <summary>Finds what a name means among paths.</summary>
internal static class PathLookup
{
    /// <summary>The path that is the name, or the only one that ends with it; none if there is none.</summary>
    /// <exception cref="ArgumentException">Several end with it.</exception>
    public static string? Find(IEnumerable<string> paths, string name)
    {
        var ending = new List<string>();
        foreach (var path in paths)
        {
            if (path == name) return path;
            if (path.EndsWith("/" + name, StringComparison.Ordinal)) ending.Add(path);
        }

        return ending.Count <= 1
            ? ending.FirstOrDefault()
            : throw new ArgumentException($"'{name}' may be any of {List(ending)}; give the whole path.");
    }

    /// <summary>The paths, and those of what they are nested in.</summary>
    public static IReadOnlyList<string> WithParents(IEnumerable<string> paths)
    {
        var all = new HashSet<string>();
        foreach (var path in paths)
        {
            for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1)) all.Add(path[..end]);
        }

        return [.. all];
    }

    /// <summary>What a nested path is nested in.</summary>
    public static string Parent(string path) => path[..path.LastIndexOf('/')];

    /// <summary>The paths one after the other, in quotes.</summary>
    public static string List(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"'{path}'"));
}
