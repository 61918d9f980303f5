namespace Flow;

/// <summary>What a body does, and does again after a fence.</summary>
internal abstract class Work
{
    /// <summary>Does it once, until it returns.</summary>
    public abstract ValueTask RunAsync(CancellationToken cancellationToken);

    /// <summary>It has returned, and is not done again.</summary>
    public virtual ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Refuses a stage that cannot take the place of the one there is.</summary>
    /// <returns>What puts it there, once that one has returned.</returns>
    public abstract Action Prepare(StageReplacement replacement);
}
