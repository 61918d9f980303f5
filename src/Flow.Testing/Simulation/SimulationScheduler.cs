using System.Runtime.ExceptionServices;

namespace Flow.Testing;

/// <summary>
/// Runs tasks one at a time, and decides which of those that can run goes next: the same decisions give the same interleaving again.
/// Its clock moves only when nothing can run.
/// </summary>
/// <remarks>
/// <para>Everything that belongs to the work stays here: an <c>await</c> comes back to the scheduler it left. Each choice among two or more
/// is a numbered decision, which the policy takes. Interleavings are sequentially consistent; what weaker memory would add is not seen.</para>
/// <para>With <see cref="SimulationOptions.InsideHops"/> a synchronous call can be interrupted: its strand blocks where it is, and another
/// thread goes on. One thread has the turn, and what is here belongs to it, without a lock; giving the turn away is the last it does.</para>
/// </remarks>
public sealed class SimulationScheduler : TaskScheduler, ISimulation
{
    // Never reached by a thread that goes on; what it catches is one that is blocked.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [ThreadStatic]
    private static SimulationScheduler? _running;

    private readonly Decisions _decisions;
    private readonly SimulationOptions _options;
    private readonly ReadyQueue _ready = new();
    // They gave the turn away in a token's callback, and have it back as soon as anyone has moved: whoever takes back
    // the callback meanwhile blocks its thread until they are through.
    private readonly Queue<SimulationThread> _inCallbacks = new();
    private readonly Surroundings _surroundings = new();
    private readonly RecentWork _recent = new();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly int _maker = Environment.CurrentManagedThreadId;
    private Task _whole = Task.CompletedTask;
    private int _steps;
    private ExceptionDispatchInfo? _failure;
    private SimulationException? _stray;
    private bool _isReporting;
    private volatile SimulationPhase _phase;

    /// <summary>Makes a simulation, whose decisions <paramref name="policy"/> takes.</summary>
    public SimulationScheduler(SchedulePolicy policy, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _options = options ?? SimulationOptions.Default;
        _decisions = new Decisions(policy, _options.KeepSchedule);
        Time = new VirtualTime(this);
    }

    /// <summary>The clock. It moves only when nothing can run.</summary>
    public VirtualTime Time { get; }

    /// <summary>What has been decided so far, which replays the run.</summary>
    public Schedule Schedule => _decisions.Schedule;

    /// <summary>How many steps have been taken: continuations that have run, points that were passed, times that time has moved.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    bool ISimulation.IsInsideHops => _options.InsideHops;

    bool ISimulation.IsGivenUp => IsGivenUp;

    // Strands that were interrupted leave their calls as soon as they go on.
    private bool IsGivenUp => _phase is SimulationPhase.Unwinding or SimulationPhase.Over;

    /// <summary>The one that runs the calling thread.</summary>
    internal static SimulationScheduler? Running => _running;

    /// <summary>Whether the caller is part of the simulation, or may be: before and after it anyone is.</summary>
    internal bool IsInside => _running == this
        || _phase == SimulationPhase.Over
        || (_phase == SimulationPhase.Made && Environment.CurrentManagedThreadId == _maker);

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
        _phase = SimulationPhase.Running;
        try
        {
            _whole = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();
            if (_options.InsideHops) RunOnThreads();
            else RunReady(thread: null);
        }
        finally
        {
            _phase = SimulationPhase.Over;
            _running = outer;
            SynchronizationContext.SetSynchronizationContext(context);
        }

        _failure?.Throw();
        _whole.GetAwaiter().GetResult();
        _decisions.End();
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        if (!IsInside) Refuse($"Work came back from {Outsider.Describe()}");
        else if (!IsGivenUp) _ready.Add(task);
    }

    // Always through the queue: what runs next is the policy's choice.
    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _ready.All.OfType<Task>();

    /// <summary>Has the turn, on a thread of simulations, until another thread has it.</summary>
    internal void Serve(SimulationThread thread, Task? first)
    {
        _running = this;
        if (first is not null) Execute(first, thread);
        RunReady(thread);
    }

    /// <inheritdoc cref="ISimulation.Point"/>
    internal void Point()
    {
        if (!_options.InsideHops || _running != this) return;
        if (IsGivenUp) throw new StrandUnwoundException();
        if (_phase != SimulationPhase.Running || _isReporting || _ready.Count + _inCallbacks.Count == 0) return;
        try
        {
            CountStep(SimulationThread.Current?.Running);
            if (_inCallbacks.Count > 0)
            {
                if (!Cancellation.IsUnderWay()) GoOnWith(_inCallbacks.Dequeue(), _ready.Add);
            }
            else if (_decisions.ChooseAtPoint(_ready.Count) is >= 0 and var next) GoOnWith(_ready.Take(next), _ready.Add);
        }
        catch (Exception error) when (error is not StrandUnwoundException)
        {
            Fail(error);
            throw new StrandUnwoundException();
        }
    }

    /// <inheritdoc cref="ISimulation.Yield"/>
    internal void Yield()
    {
        if (_running != this)
        {
            Thread.Yield();
            return;
        }

        if (IsGivenUp || _isReporting) throw new StrandUnwoundException();
        try
        {
            CountStep(SimulationThread.Current?.Running);
            if (!_options.InsideHops) return;
            if (!Cancellation.IsUnderWay())
            {
                if (TakeNext() is { } next) GoOnWith(next, _ready.Add);
            }
            else if ((_phase == SimulationPhase.Running ? TakeReady() ?? TakeNext() : TakeNext()) is { } next)
            {
                GoOnWith(next, _inCallbacks.Enqueue);
            }
        }
        catch (Exception error) when (error is not StrandUnwoundException)
        {
            Fail(error);
            throw new StrandUnwoundException();
        }
    }

    /// <summary>Refuses a caller that is no part of the simulation.</summary>
    /// <exception cref="SimulationException">It is not.</exception>
    internal void RefuseOutsiders(string what)
    {
        if (!IsInside) throw Refuse($"{what} from {Outsider.Describe()}");
    }

    void ISimulation.Point() => Point();

    void ISimulation.Yield() => Yield();

    void ISimulation.Enter(ISimulatedHop hop, bool isReading)
    {
        if (_running == this) return;
        var stage = isReading ? hop.ReadBy : hop.WrittenBy;
        RefuseOutsiders(stage is null ? $"The hop '{hop.Name}' was called" : $"The stage '{stage}' called the hop '{hop.Name}'");
    }

    void ISimulation.Add(ISimulatedHop hop) => _surroundings.Add(hop);

    void ISimulation.Remove(ISimulatedHop hop) => _surroundings.Remove(hop);

    void ISimulation.Add(PipelineRun run) => _surroundings.Add(run);

    void ISimulation.Remove(PipelineRun run) => _surroundings.Remove(run);

    // Until the simulation has ended, or a strand on another thread goes on.
    private void RunReady(SimulationThread? thread)
    {
        while (Next() is { } next)
        {
            if (next is SimulationThread strand)
            {
                thread!.Rest();
                strand.GoOn();
                return;
            }

            Execute((Task)next, thread);
        }

        thread?.Rest();
        _ended.Release();
    }

    private void Execute(Task task, SimulationThread? thread)
    {
        if (thread is not null) thread.Running = task;
        TryExecuteTask(task);
    }

    // The calling thread has no turn.
    private void RunOnThreads()
    {
        SimulationThread.Start(this, first: null);
        var steps = -1;
        while (!_ended.Wait(Patience))
        {
            if (steps == Steps) throw Blocked();
            steps = Steps;
        }
    }

    // Whoever runs stops here, and the strand goes on when it is chosen again.
    private void GoOnWith(object next, Action<SimulationThread> queue)
    {
        var thread = SimulationThread.Current!;
        queue(thread);
        if (next is SimulationThread strand) strand.GoOn();
        else SimulationThread.Start(this, (Task)next);
        thread.WaitForTurn();
        if (IsGivenUp) throw new StrandUnwoundException();
    }

    private object? Next()
    {
        try
        {
            while (true)
            {
                if (_phase == SimulationPhase.Running && _whole.IsCompleted) _phase = SimulationPhase.Finishing;
                if (_phase != SimulationPhase.Running) return TakeNext();
                if (Volatile.Read(ref _stray) is { } stray) throw stray;
                if (TakeNext() is { } next)
                {
                    CountStep(next as Task);
                    return next;
                }

                MoveTime();
            }
        }
        catch (Exception error)
        {
            Fail(error);
            return TakeNext();
        }
    }

    // When the work is done, or has failed, strands that were interrupted still have to leave their calls.
    private object? TakeNext()
    {
        if (_phase == SimulationPhase.Running) return _inCallbacks.TryDequeue(out var callback) ? callback : TakeReady();
        // The one place where a thread that was blocked may come without the turn.
        lock (_ready) return _inCallbacks.TryDequeue(out var thread) ? thread : _ready.TakeFirst<SimulationThread>();
    }

    private object? TakeReady() => _ready.Count == 0 ? null : _ready.Take(_decisions.Choose(_ready.Count));

    private void CountStep(Task? work)
    {
        var left = _options.StepLimit - ++_steps;
        if (left >= RecentWork.Window - 1) return;
        _recent.Add(work);
        if (left < 0)
        {
            throw new SimulationException(
                SimulationEnd.Livelock,
                $"No end after {_options.StepLimit} steps: something runs for ever. In the last {RecentWork.Window} there ran {_recent}.{Waits()}");
        }
    }

    private void MoveTime()
    {
        _options.BeforeTimeMoves?.Invoke();
        if (Time.NextDue is not { } due) throw Deadlock();
        if (due > _options.MostTime)
        {
            throw new SimulationException(
                SimulationEnd.Livelock,
                $"No end after {Time.Now}: nothing can run before {due}, when the next timer is due, and {_options.MostTime} is the most.{Waits()}");
        }

        CountStep(work: null);
        Time.Jump();
    }

    private SimulationException Deadlock()
    {
        if (_surroundings.IsUnexplained && SpinWait.SpinUntil(() => Volatile.Read(ref _stray) is not null, _options.Grace)) return _stray!;
        return new SimulationException(
            SimulationEnd.Deadlock,
            $"Deadlock after {Steps} steps, at {Time.Now}: nothing can run, no timer is set, and the work is not done.{Waits()}");
    }

    // A report looks at hops, and nobody else goes on meanwhile.
    private string Waits()
    {
        _isReporting = true;
        try
        {
            return _surroundings.Describe();
        }
        finally
        {
            _isReporting = false;
        }
    }

    private SimulationException Blocked()
    {
        _phase = SimulationPhase.Unwinding;
        (TakeNext() as SimulationThread)?.GoOn();
        return new SimulationException(
            SimulationEnd.Blocked,
            $"A step has not ended for {Patience}: its thread is blocked, or goes round without a point. Where it waits for a lock, enter that by "
            + $"Interleaving.Enter, so that whoever holds it goes on.");
    }

    private SimulationException Refuse(string report)
    {
        var stray = new SimulationException(SimulationEnd.LeftSimulation, report);
        return Interlocked.CompareExchange(ref _stray, stray, null) ?? stray;
    }

    // The first failure is what the run reports.
    private void Fail(Exception error)
    {
        _failure ??= ExceptionDispatchInfo.Capture(error);
        _phase = SimulationPhase.Unwinding;
    }
}
