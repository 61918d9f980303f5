namespace Samples;

/// <summary>A limit on waits, so that a sample that would hang fails; nothing is measured by it.</summary>
internal static class Within
{
    public static Task Limit(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    public static Task<T> Limit<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));
}
