namespace Flow;

/// <summary>One of many waits at the same end of a hop. Each is made for one wait, and is in one list at most.</summary>
internal sealed class SharedWaiter(TimeProvider timeProvider, ISimulation? simulation, long roomAbove, Action<SharedWaiter> over)
    : Waiter(timeProvider, simulation)
{
    private bool _isForgotten;

    /// <summary>A writer waits for more room than this.</summary>
    public long RoomAbove => roomAbove;

    /// <summary>The next one in its list.</summary>
    public SharedWaiter? Next { get; set; }

    /// <summary>Whether its list has counted it, and knows it no more.</summary>
    public bool IsForgotten { get => Volatile.Read(ref _isForgotten); set => Volatile.Write(ref _isForgotten, value); }

    protected override void OnOver() => over(this);
}
