namespace Flow.DataPath;

/// <summary>
/// One of the five parts of the stack's duplex stage. All five run on the stack's executor, one at a time, and none ever
/// waits: a part moves what it can and says whether it moved anything.
/// </summary>
public interface IStackStep
{
    /// <summary>Moves what can be moved now.</summary>
    /// <param name="now">Time on the stack's clock.</param>
    /// <returns>Whether anything moved, so that another look may find more.</returns>
    bool Advance(TimeSpan now);
}

/// <summary>A part that works for the connections it has been told of.</summary>
public interface IConnectionStep : IStackStep
{
    /// <summary>Says that <paramref name="connection"/> may have something to move; told twice, it is listed once.</summary>
    void Notify(Connection connection);
}
