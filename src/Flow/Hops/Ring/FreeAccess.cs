namespace Flow;

/// <summary>Nothing but the access.</summary>
internal readonly struct FreeAccess : IAccess
{
    public ISimulation? Simulation => null;

    public void Enter(ISimulatedHop hop, bool isReading)
    {
    }

    public void Point()
    {
    }

    public long Read(ref long location) => Volatile.Read(ref location);

    public bool Read(ref bool location) => Volatile.Read(ref location);

    public TValue Read<TValue>(ref TValue location)
        where TValue : class? => Volatile.Read(ref location);

    public void Write(ref long location, long value) => Volatile.Write(ref location, value);

    public void Write(ref bool location, bool value) => Volatile.Write(ref location, value);

    public void Write<TValue>(ref TValue location, TValue value)
        where TValue : class? => Volatile.Write(ref location, value);

    public void Exchange(ref long location, long value) => Interlocked.Exchange(ref location, value);
}
