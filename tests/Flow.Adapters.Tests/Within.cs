namespace Flow.Adapters.Tests;

/// <summary>A limit on waits, so that a test that would hang fails; nothing is measured by it.</summary>
internal static class Within
{
    public static Task Limit(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    public static Task<T> Limit<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    public static Task Limit(this ValueTask task) => task.AsTask().Limit();

    public static Task<T> Limit<T>(this ValueTask<T> task) => task.AsTask().Limit();
}
