namespace Flow.Testing;

/// <summary>What one side waits for, and the other does: once, or a few times.</summary>
internal enum LoneWait
{
    Item,
    Items,
    LastItem,
    Room,
    Rooms,
    End,
    Abandonment,
    CancelledRead,
    CancelledWrite,
}
