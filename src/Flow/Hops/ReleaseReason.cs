namespace Flow;

/// <summary>Why an accepted item was released instead of delivered.</summary>
public enum ReleaseReason
{
    /// <summary>A full hop, or a stage that says so, let it fall.</summary>
    Dropped,

    /// <summary>The reader had gone.</summary>
    Abandoned,

    /// <summary>The run was stopped.</summary>
    Cancelled,

    /// <summary>A stage faulted with it in hand.</summary>
    Faulted,
}
