namespace Flow;

/// <summary>
/// An end of a hop lent to one run of a body. The run that lent it can end it; the body ends its part with it, never the hop.
/// </summary>
internal interface ILease
{
    /// <summary>Whether the body ended its part itself: completed its output, or abandoned its input.</summary>
    bool IsEndedByBody { get; }

    /// <summary>The error the body ended its part with.</summary>
    Exception? Error { get; }

    /// <summary>Ends the lease: from now on a reader reports the end, and a writer takes nothing; a pending wait answers so at once.</summary>
    void Fence();
}
