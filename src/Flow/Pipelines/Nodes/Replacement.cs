namespace Flow;

/// <summary>Something to be put in the place of what has a name.</summary>
internal abstract class Replacement(string name)
{
    public string Name => name;

    protected ArgumentException Mismatch(string what, string it, string given, string parameter) => new(
        $"The {what} '{Name}' {it}; what was to replace it {given}.", parameter);
}

/// <summary>A stage for a stage.</summary>
internal sealed class StageReplacement(string name, object stage, Type input, Type output) : Replacement(name)
{
    public IStage<TIn, TOut> As<TIn, TOut>() => stage as IStage<TIn, TOut> ?? throw Mismatch(
        "stage", $"goes from {TypeName.Of(typeof(TIn))} to {TypeName.Of(typeof(TOut))}",
        $"goes from {TypeName.Of(input)} to {TypeName.Of(output)}", nameof(stage));
}

/// <summary>A hop for a hop. It keeps its name, unless it is given another.</summary>
internal sealed class HopReplacement(string name, object hop, string? hopName, Type item) : Replacement(name)
{
    public HopOptions<T> As<T>(HopOptions<T>? replaced)
    {
        var options = hop as HopOptions<T> ?? throw Mismatch(
            "hop", $"holds items of {TypeName.Of(typeof(T))}", $"holds items of {TypeName.Of(item)}", nameof(hop));
        return hopName is null && replaced?.Name is { } kept ? options with { Name = kept } : options;
    }
}
