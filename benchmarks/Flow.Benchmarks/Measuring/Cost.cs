namespace Flow.Benchmarks.Measuring;

/// <summary>What a piece of work took.</summary>
/// <param name="Elapsed">Time on the clock.</param>
/// <param name="Processor">Time of the processors, of all threads of the process.</param>
/// <param name="Bytes">Bytes allocated, by all threads.</param>
internal readonly record struct Cost(TimeSpan Elapsed, TimeSpan Processor, long Bytes)
{
    /// <summary>Does the work and nothing else meanwhile; what was there to collect before is collected before.</summary>
    public static async Task<Cost> OfAsync(Func<Task> work, TimeProvider timeProvider)
    {
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var started = timeProvider.GetTimestamp();
        await work();
        var elapsed = timeProvider.GetElapsedTime(started);
        return new Cost(
            elapsed, Environment.CpuUsage.TotalTime - processor, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
