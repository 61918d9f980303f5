namespace Flow;

/// <summary>What a name means in a blueprint: a path, or the end of one.</summary>
/// <param name="outline">The blueprint.</param>
/// <param name="headHop">The name of the hop at its head, which the outline has not, if it was given one: what comes before will write it.</param>
internal sealed class NameLookup(Outline outline, string? headHop)
{
    // Where stages are: their paths, and those of what they are nested in.
    private readonly IReadOnlyList<string> _places = PathLookup.WithParents(outline.Stages);

    private IEnumerable<string> HopNames => headHop is null ? outline.HopNames : outline.HopNames.Prepend(headHop);

    public bool IsPlace(string path) => _places.Contains(path);

    /// <summary>The path of a stage, or of a nested pipeline.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public string FindStage(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (PathLookup.Find(_places, name) is { } path) return path;
        throw Refusal(PathLookup.Find(HopsCalled(name), name) is { } hop ? $"'{hop}' is a hop" : $"There is no '{name}'", "stages", outline.Stages);
    }

    /// <summary>The name of a hop.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public string FindHop(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (PathLookup.Find(HopsCalled(name), name) is { } path) return path;
        throw Refusal(PathLookup.Find(_places, name) is { } stage ? $"'{stage}' is a stage" : $"There is no '{name}'", "hops", HopNames);
    }

    /// <summary>The path of whatever has the name.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public string Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return PathLookup.Find(_places.Concat(HopsCalled(name)), name)
            ?? throw Refusal($"There is no '{name}'", "names", outline.Stages.Concat(HopNames));
    }

    private IEnumerable<string> HopsCalled(string name)
    {
        var hops = outline.Hops.Where(hop => hop.MayBeCalled(name)).Select(hop => hop.Name);
        return headHop is null ? hops : hops.Prepend(headHop);
    }

    private static ArgumentException Refusal(string what, string kind, IEnumerable<string> there) =>
        new($"{what}; {(there.Any() ? $"the {kind} are {PathLookup.List(there)}" : $"there are no {kind}")}.");
}
