namespace Flow;

/// <summary>Starts pipelines.</summary>
public static partial class Pipeline
{
    /// <summary>A pipeline of <typeparamref name="T"/> with no stages yet: what goes in comes out.</summary>
    public static Pipeline<T, T> Of<T>() => new(Chain.Empty);
}
