namespace Flow;

/// <summary>A hop for a hop. It keeps its name, unless it is given another.</summary>
internal sealed class HopReplacement(string name, object hop, string? hopName, Type item) : HopChange(name)
{
    public override HopOptions<T> As<T>(HopOptions<T>? changed)
    {
        var options = hop as HopOptions<T> ?? throw new ArgumentException(
            $"The hop '{Name}' holds items of {TypeName.Of(typeof(T))}; what was to replace it holds items of {TypeName.Of(item)}.");
        return hopName is null && changed?.Name is { } kept ? options with { Name = kept } : options;
    }
}
