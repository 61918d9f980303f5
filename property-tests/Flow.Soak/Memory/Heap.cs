namespace Flow.Soak.Memory;

/// <summary>What is on the heap once all that nobody holds has gone.</summary>
internal static class Heap
{
    public static long Bytes()
    {
        // What has a finalizer goes with the second collection.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
