using Flow.DataPath;
using Flow.Swarm.Laws;
using static Flow.Swarm.Laws.BreachException;

namespace Flow.Swarm.Networks;

/// <summary>What holds for every host at every moment, and after its end.</summary>
internal static class HostChecks
{
    private static readonly string[] OfConnections = ["conn-rxbuf", "conn-txbuf", "unix-data.handle-write", "app"];

    /// <summary>No hop has ever held more than its capacity.</summary>
    /// <param name="host">Whose.</param>
    /// <param name="connections">Connections it may have at once; the hops of a connection are summed over them.</param>
    public static void CheckBounds(Host host, int connections)
    {
        foreach (var (_, _, _, reading) in host.Hops())
        {
            Require(reading.Peak <= reading.Capacity, SwarmLaw.Bound, $"The hop '{reading.Name}' of {host.Name} has held {reading.Peak} of {reading.Capacity}.");
            var capacity = OfConnections.Contains(reading.Name) ? reading.Capacity * connections : reading.Capacity;
            Require(reading.Occupancy <= capacity, SwarmLaw.Bound, $"The hop '{reading.Name}' of {host.Name} holds {reading.Occupancy} of {capacity}.");
        }
    }

    /// <summary>A host that has been disposed has nothing left.</summary>
    public static void CheckEnded(Host host)
    {
        foreach (var (_, _, _, reading) in host.Hops())
        {
            Require(
                reading.Items == reading.Delivered + reading.Released, SwarmLaw.Conservation,
                $"The hop '{reading.Name}' of {host.Name} took {reading.Items} items, delivered {reading.Delivered} and released {reading.Released}.");
        }

        Require(host.Connections == 0, SwarmLaw.Termination, $"{host.Name} still has {host.Connections} connections.");
        Require(
            host.Completion.IsCompletedSuccessfully, SwarmLaw.Termination,
            $"{host.Name} ended with {host.Completion.Exception?.InnerException?.Message ?? "nothing"}");
    }

    /// <summary>No wire has held more frames than it may.</summary>
    public static void CheckWire(MemoryWire wire, int heldFramesLimit, string name)
    {
        foreach (var impairment in wire.Impairments)
            Require(impairment.HeldPeak <= heldFramesLimit, SwarmLaw.Bound, $"{name} has held {impairment.HeldPeak} frames of {heldFramesLimit}.");
    }
}
