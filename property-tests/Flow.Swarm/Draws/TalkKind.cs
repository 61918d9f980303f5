namespace Flow.Swarm.Draws;

/// <summary>How two apps talk.</summary>
internal enum TalkKind
{
    /// <summary>Both send and receive at once, each to the end.</summary>
    BothWays,

    /// <summary>The app that accepted says nothing before it has heard all: a connection half closed.</summary>
    Answer,

    /// <summary>The app that opened resets the connection after some of the bytes it sends.</summary>
    ResetByOpener,

    /// <summary>The app that accepted resets the connection after some of the bytes it sends.</summary>
    ResetByTaker,
}
