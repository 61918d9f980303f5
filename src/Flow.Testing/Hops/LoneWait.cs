namespace Flow.Testing;

/// <summary>What one side waits for, and the other does once.</summary>
internal enum LoneWait
{
    Item,
    LastItem,
    Room,
    End,
    Abandonment,
    CancelledRead,
    CancelledWrite,
}
