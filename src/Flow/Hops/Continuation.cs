using System.Threading.Tasks.Sources;

namespace Flow;

/// <summary>What goes on when a wait has ended, and where: on the scheduler or context it was captured on, or on the pool.</summary>
internal readonly struct Continuation
{
    private readonly Action<object?> _action;
    private readonly object? _state;
    private readonly object? _place;

    private Continuation(Action<object?> action, object? state, object? place)
    {
        _action = action;
        _state = state;
        _place = place;
    }

    /// <summary>Captures where the caller is, as far as <paramref name="flags"/> ask for it; its scheduler in any case.</summary>
    public static Continuation Capture(Action<object?> action, object? state, ValueTaskSourceOnCompletedFlags flags)
    {
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0) (action, state) = (InContext(action, state), null);
        if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0
            && SynchronizationContext.Current is { } synchronization && synchronization.GetType() != typeof(SynchronizationContext))
        {
            return new Continuation(action, state, synchronization);
        }

        // A wait taken as a task asks for no scheduler; it, too, stays on the one it began on.
        var scheduler = TaskScheduler.Current;
        return new Continuation(action, state, scheduler == TaskScheduler.Default ? null : scheduler);
    }

    /// <summary>
    /// Has it run soon, never within this call; on the pool where its own place takes nothing any more, since whoever waits must go on, and
    /// whoever ends the wait has nothing to do with that place.
    /// </summary>
    public void Queue()
    {
        if (_place is null || !TryQueueAtPlace()) ThreadPool.UnsafeQueueUserWorkItem(_action, _state, preferLocal: true);
    }

    private bool TryQueueAtPlace()
    {
        try
        {
            if (_place is TaskScheduler scheduler)
                Task.Factory.StartNew(_action, _state, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
            else
                Post(_action, _state, (SynchronizationContext)_place!);
            return true;
        }
        catch (Exception error) when (error is TaskSchedulerException or InvalidOperationException)
        {
            // A scheduler that was disposed, or a context whose thread has ended.
            return false;
        }
    }

    // Apart from where it is called: a closure is made where the scope of what it captures begins, needed or not.
    private static void Post(Action<object?> action, object? state, SynchronizationContext synchronization) =>
        synchronization.Post(_ => action(state), null);

    private static Action<object?> InContext(Action<object?> action, object? state)
    {
        var context = ExecutionContext.Capture();
        return context is null ? _ => action(state) : _ => ExecutionContext.Run(context, _ => action(state), null);
    }
}
