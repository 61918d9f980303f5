namespace Flow.Testing;

/// <summary>
/// Runs tasks one at a time, and decides which of those that can run goes next: the same decisions give the same interleaving again.
/// Its clock moves only when nothing can run.
/// </summary>
/// <remarks>
/// Everything that belongs to the work stays here: an <c>await</c> comes back to the scheduler it left. Each choice among two or more is
/// a numbered decision, which the policy takes. Interleavings are sequentially consistent; what weaker memory would add is not seen.
/// </remarks>
public sealed class SimulationScheduler : TaskScheduler
{
    // The simulation this thread runs now.
    [ThreadStatic]
    private static SimulationScheduler? _running;

    private readonly SchedulePolicy _policy;
    private readonly SimulationOptions _options;
    private readonly ReadyQueue _ready = new();
    private readonly List<Deviation> _deviations = [];
    private readonly int _maker = Environment.CurrentManagedThreadId;
    private int _decisions;
    private bool _isStarted;
    private volatile SimulationException? _stray;

    /// <summary>Makes a simulation, whose decisions <paramref name="policy"/> takes.</summary>
    public SimulationScheduler(SchedulePolicy policy, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        _options = options ?? SimulationOptions.Default;
        Time = new VirtualTime(this);
    }

    /// <summary>The clock. It moves only when nothing can run.</summary>
    public VirtualTime Time { get; }

    /// <summary>What has been decided so far, which replays the run.</summary>
    public Schedule Schedule => new([.. _deviations]);

    /// <summary>How many steps have been taken: continuations that have run, timers that have elapsed.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="work"/> to its end.</summary>
    /// <exception cref="SimulationException">
    /// The work is not done and nothing can run, or it runs for ever, or part of it left the simulation, or a replay is none.
    /// </exception>
    public void Run(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        // An await prefers a synchronization context to a scheduler.
        var (context, outer) = (SynchronizationContext.Current, _running);
        SynchronizationContext.SetSynchronizationContext(null);
        _running = this;
        _isStarted = true;
        try
        {
            var whole = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();
            while (!whole.IsCompleted) Step();
            whole.GetAwaiter().GetResult();
            _policy.End();
        }
        finally
        {
            _running = outer;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        if (IsInside) _ready.Add(task);
        else _stray = new SimulationException(SimulationEnd.LeftSimulation, "Work came back from another thread: something had left the simulation.");
    }

    // Always through the queue: what runs next is the policy's choice.
    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _ready.All.OfType<Task>();

    /// <summary>Refuses a caller that the simulation does not run.</summary>
    internal void RefuseOutsiders(string called)
    {
        if (!IsInside) throw new InvalidOperationException($"Something outside of the simulation called {called}.");
    }

    // What is made ready before the work starts is so on the thread that made the simulation.
    internal bool IsInside => _running == this || (!_isStarted && Environment.CurrentManagedThreadId == _maker);

    private void Step()
    {
        if (_stray is { } stray) throw stray;
        if (_ready.Count == 0)
        {
            MoveTime();
            return;
        }

        CountStep();
        TryExecuteTask((Task)_ready.Take(Choose(_ready.Count, isPreemption: false)));
    }

    private int Choose(int choices, bool isPreemption)
    {
        if (choices == 1) return 0;
        var choice = _policy.Choose(_decisions, choices, isPreemption);
        if (choice != 0 && _options.KeepSchedule) _deviations.Add(new Deviation(_decisions, choice, choices));
        _decisions++;
        return choice;
    }

    private void CountStep()
    {
        if (++Steps > _options.StepLimit)
            throw new SimulationException(SimulationEnd.Livelock, $"No end after {_options.StepLimit} steps: something runs for ever.");
    }

    private void MoveTime()
    {
        _options.BeforeTimeMoves?.Invoke();
        if (Time.NextDue is not { } due)
            throw new SimulationException(SimulationEnd.Deadlock, $"Deadlock after {Steps} steps: nothing can run, and the work is not done.");
        if (due > _options.MostTime)
            throw new SimulationException(SimulationEnd.Livelock, $"No end after {Time.Now}: the next timer is due at {due}.");
        CountStep();
        Time.Jump();
    }
}
