namespace Flow;

/// <summary>What becomes of an item that nobody will have.</summary>
internal static class Unwanted
{
    /// <summary>Disposes an item, where it can be; and those in an array, which is how a batch of them travels.</summary>
    public static void Dispose<T>(T item)
    {
        if (item is IDisposable one) one.Dispose();
        else if (item is IDisposable?[] many) foreach (var each in many) each?.Dispose();
    }

    /// <summary>Whether something becomes of an item.</summary>
    public static bool Disposes<T>(T item) => item is IDisposable or IDisposable?[];

    /// <summary>Whether something becomes of every item of a type; of some of a type that says nothing about it, the items themselves tell.</summary>
    public static bool DisposesAll(Type type) => type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IDisposable[]));
}
