namespace Flow;

/// <summary>
/// How a ring's two sides reach what they share. Each access is a point where a simulation may let the other side go on first; elsewhere
/// it is the access alone, since the type is known when the code is compiled.
/// </summary>
internal interface IAccess
{
    /// <summary>The simulation the ring is part of.</summary>
    ISimulation? Simulation { get; }

    /// <summary>A call of the hop begins.</summary>
    void Enter(ISimulatedHop hop, bool isReading);

    /// <summary>The other side may go on here.</summary>
    void Point();

    /// <summary>Reads with acquire.</summary>
    long Read(ref long location);

    /// <inheritdoc cref="Read(ref long)"/>
    bool Read(ref bool location);

    /// <inheritdoc cref="Read(ref long)"/>
    TValue Read<TValue>(ref TValue location)
        where TValue : class?;

    /// <summary>Writes with release.</summary>
    void Write(ref long location, long value);

    /// <inheritdoc cref="Write(ref long, long)"/>
    void Write(ref bool location, bool value);

    /// <inheritdoc cref="Write(ref long, long)"/>
    void Write<TValue>(ref TValue location, TValue value)
        where TValue : class?;

    /// <summary>Writes with a full fence.</summary>
    void Exchange(ref long location, long value);
}
