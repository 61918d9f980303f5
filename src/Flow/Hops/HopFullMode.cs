namespace Flow;

/// <summary>What a full hop does with one more item.</summary>
public enum HopFullMode
{
    /// <summary>The writer waits for room: nothing is lost.</summary>
    Wait,

    /// <summary>The item that came last is dropped, until the new one has room.</summary>
    DropNewest,

    /// <summary>The item that came first is dropped, until the new one has room.</summary>
    DropOldest,

    /// <summary>The new item is dropped.</summary>
    DropWrite,
}
