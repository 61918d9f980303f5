using System.Collections.Concurrent;

namespace Flow.Testing;

/// <summary>
/// A thread of simulations. One at a time has its turn; the others are strands that were interrupted in a call, and wait for theirs.
/// </summary>
/// <remarks>Threads rest between simulations, and serve the next one: there are as many as strands have ever been interrupted at once, and one.</remarks>
internal sealed class SimulationThread
{
    private static readonly ConcurrentStack<SimulationThread> Resting = new();

    [ThreadStatic]
    private static SimulationThread? _current;

    private readonly SemaphoreSlim _turn = new(0);
    private SimulationScheduler? _simulation;
    private Task? _first;

    /// <summary>The one that the caller is run by; none where the simulation runs on the thread that called it.</summary>
    public static SimulationThread? Current => _current;

    /// <summary>What it runs, interrupted or not.</summary>
    public Task? Running { get; set; }

    /// <summary>Gives the turn to a thread that rests, which begins with a task, if there is one.</summary>
    public static void Start(SimulationScheduler simulation, Task? first)
    {
        if (!Resting.TryPop(out var thread)) thread = Make();
        (thread._simulation, thread._first) = (simulation, first);
        thread.GoOn();
    }

    /// <summary>Gives it the turn. What the caller did before is seen there.</summary>
    public void GoOn() => _turn.Release();

    /// <summary>Waits for the turn, which the caller has given to another.</summary>
    public void WaitForTurn() => _turn.Wait();

    /// <summary>Has nothing to do any more. The caller gives the turn away next.</summary>
    public void Rest()
    {
        _simulation = null;
        Resting.Push(this);
    }

    private static SimulationThread Make()
    {
        var thread = new SimulationThread();
        new Thread(thread.Serve) { IsBackground = true, Name = "simulation" }.Start();
        return thread;
    }

    private void Serve()
    {
        _current = this;
        while (true)
        {
            WaitForTurn();
            _simulation!.Serve(this, _first);
        }
    }
}
