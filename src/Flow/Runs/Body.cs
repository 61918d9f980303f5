using System.Threading.Channels;

namespace Flow;

/// <summary>One running stage: its function, the links it reads and writes, and the token it is stopped by.</summary>
internal sealed class Body
{
    private readonly Func<CancellationToken, ValueTask> _run;
    private readonly CancellationTokenSource _stop = new();
    private int _outputsWanted;
    private volatile StageState _state;

    public Body(string path, TaskScheduler scheduler, Link[] inputs, Link[] outputs, Func<CancellationToken, ValueTask> run)
    {
        Path = path;
        Scheduler = scheduler;
        Inputs = inputs;
        Outputs = outputs;
        // Nobody goes away from nothing.
        _outputsWanted = outputs.Count(output => output is not Link<Nothing>);
        _run = run;
        foreach (var input in inputs) input.ReadBy = this;
        foreach (var output in outputs) output.WrittenBy = this;
    }

    public string Path { get; }

    public TaskScheduler Scheduler { get; }

    public IReadOnlyList<Link> Inputs { get; }

    public IReadOnlyList<Link> Outputs { get; }

    public bool IsStopped => _stop.IsCancellationRequested;

    public StageState State
    {
        get => _state;
        set => _state = value;
    }

    public StageSnapshot Snapshot => new(Path, State, IgnoresCancellation: State == StageState.Running && IsStopped);

    public ValueTask RunAsync() => _run(_stop.Token);

    public void Stop() => _stop.Cancel();

    /// <summary>Nobody reads one of the outputs any more. Once that is so for all, the body, whatever it waits for, waits in vain.</summary>
    public void OutputGone()
    {
        if (Interlocked.Decrement(ref _outputsWanted) == 0 && State == StageState.Running) Stop();
    }

    /// <summary>The error the body itself gave when it ended one of its leases.</summary>
    public Exception? DeclaredError => Outputs.Concat(Inputs).Select(link => link.DeclaredError).FirstOrDefault(error => error is not null);

    /// <summary>The error for which a reader of the output went away.</summary>
    public Exception? Abandonment => Outputs.Select(output => output.Abandonment).FirstOrDefault(error => error is not null);

    /// <summary>Whether <paramref name="error"/> is how a body ends that was told to, or that nobody listens to.</summary>
    public bool IsOrdinaryEnd(Exception error) => error switch
    {
        OperationCanceledException => IsStopped,
        ChannelClosedException => Outputs.Any(output => output.IsGone),
        _ => false,
    };
}
