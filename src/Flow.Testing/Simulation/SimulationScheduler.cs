namespace Flow.Testing;

/// <summary>
/// Runs tasks on one thread, and picks at random, from a seed, which of those that can run goes next: the same seed gives the
/// same interleaving again.
/// </summary>
/// <remarks>
/// Everything that belongs to the work stays here: an <c>await</c> comes back to the scheduler it left. Time does not pass by
/// itself; what moves it on is <c>whenIdle</c>.
/// </remarks>
/// <param name="seed">Decides every choice.</param>
/// <param name="whenIdle">Asked when nothing can run: moves time on, and says whether that was of any use.</param>
public sealed class SimulationScheduler(int seed, Func<bool>? whenIdle = null) : TaskScheduler
{
    private const int MostSteps = 1_000_000;

    private readonly Random _random = new(seed);
    private readonly List<Task> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _strayed;

    /// <summary>How many continuations have run.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="work"/> to its end, on the calling thread, which made the scheduler.</summary>
    /// <exception cref="SimulationStuckException">
    /// The work is not done and nothing can run, or it runs for ever, or part of it left the scheduler.
    /// </exception>
    public void Run(Func<Task> work)
    {
        // An await prefers a synchronization context to a scheduler.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var whole = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();
            while (!whole.IsCompleted) Step();
            whole.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread) _strayed = true;
        lock (_ready) _ready.Add(task);
    }

    // Always through the queue: what runs next is the seed's choice.
    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_ready) return [.. _ready];
    }

    private void Step()
    {
        if (_strayed) throw new SimulationStuckException("Work came back from another thread: something had left the scheduler.");
        if (TryPick() is { } next)
        {
            if (++Steps > MostSteps) throw new SimulationStuckException($"No end after {MostSteps} steps: something runs for ever.");
            TryExecuteTask(next);
        }
        else if (whenIdle?.Invoke() != true)
        {
            throw new SimulationStuckException($"Deadlock after {Steps} steps: nothing can run, and the work is not done.");
        }
    }

    private Task? TryPick()
    {
        lock (_ready)
        {
            if (_ready.Count == 0) return null;
            var index = _random.Next(_ready.Count);
            var task = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return task;
        }
    }
}
