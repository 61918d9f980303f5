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
            : throw new ArgumentException($"'{name}' may be any of {List(ending)}; give the whole path.", nameof(name));
    }

    /// <summary>The paths one after the other, in quotes.</summary>
    public static string List(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"'{path}'"));
}
