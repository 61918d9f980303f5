namespace Flow;

/// <summary>Who waits at a <see cref="Waiter"/>.</summary>
internal interface IWaitingEnd
{
    /// <summary>Whether there is nothing to answer yet. Always so where nothing happens unseen: an end that begins its waits under its hop's lock.</summary>
    bool IsPending { get; }

    /// <summary>
    /// What its wait answers, asked when the answer is fetched: false at the end of the hop, its error where it has one, and
    /// true otherwise: there is something, unless who waits has taken it since, or others also take.
    /// </summary>
    bool Answer();
}
