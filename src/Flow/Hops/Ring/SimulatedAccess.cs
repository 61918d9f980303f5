namespace Flow;

/// <summary>A simulation decides, before each access, whether the other side goes on first.</summary>
internal readonly struct SimulatedAccess(ISimulation simulation) : IAccess
{
    private readonly bool _isInside = simulation.IsInsideHops;

    public ISimulation? Simulation => simulation;

    public void Enter(ISimulatedHop hop, bool isReading) => simulation.Enter(hop, isReading);

    public void Point()
    {
        if (_isInside) simulation.Point();
    }

    public long Read(ref long location)
    {
        Point();
        return Volatile.Read(ref location);
    }

    public bool Read(ref bool location)
    {
        Point();
        return Volatile.Read(ref location);
    }

    public TValue Read<TValue>(ref TValue location)
        where TValue : class?
    {
        Point();
        return Volatile.Read(ref location);
    }

    public void Write(ref long location, long value)
    {
        Point();
        Volatile.Write(ref location, value);
    }

    public void Write(ref bool location, bool value)
    {
        Point();
        Volatile.Write(ref location, value);
    }

    public void Write<TValue>(ref TValue location, TValue value)
        where TValue : class?
    {
        Point();
        Volatile.Write(ref location, value);
    }

    public void Exchange(ref long location, long value)
    {
        Point();
        Interlocked.Exchange(ref location, value);
    }
}
