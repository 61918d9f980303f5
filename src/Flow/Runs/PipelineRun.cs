using System.Threading.Channels;

namespace Flow;

/// <summary>A started pipeline: the only thing that is alive.</summary>
/// <remarks>
/// <para>Completion flows downstream: a body that returns completes its output. Abandonment flows upstream: a body that returns
/// closes its input, and the body that writes there is told, by its writer and by its token. The first fault does both.</para>
/// <para>All members are thread-safe.</para>
/// </remarks>
public sealed class PipelineRun : IAsyncDisposable
{
    private readonly RunOptions _options;
    private readonly IReadOnlyList<Body> _bodies;
    private readonly IReadOnlyList<Link> _links;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _startedAt;
    private CancellationTokenRegistration _stopOnToken;
    private StageFaultException? _fault;
    private volatile bool _stopped;
    private long _endedAt;
    private int _running;

    internal PipelineRun(RunOptions options, IReadOnlyList<Body> bodies)
    {
        _options = options;
        _bodies = bodies;
        _links = [.. bodies.SelectMany(body => body.Inputs.Concat(body.Outputs)).Distinct()];
        _running = bodies.Count;
        _startedAt = options.TimeProvider.GetTimestamp();
    }

    /// <summary>The name the run was given.</summary>
    public string? Name => _options.Name;

    /// <summary>
    /// Completes when every body has returned. It faults with a <see cref="StageFaultException"/>, which names the stage and holds
    /// what it threw, for the first fault and for no other; it is cancelled when the run was stopped before its end.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>What the run is doing now.</summary>
    public RunSnapshot Snapshot() => new(
        Name,
        _options.TimeProvider.GetElapsedTime(_startedAt, Completion.IsCompleted ? _endedAt : _options.TimeProvider.GetTimestamp()),
        [.. _bodies.Select(body => body.Snapshot)],
        [.. _links.Select(Read).OfType<HopSnapshot>()]);

    /// <summary>
    /// Ends the run's inputs and lets what is in flight arrive. A source takes nothing more from where its items come from, and
    /// writes what it has in hand; the first stage of a run on a hop sees the end of its input. A reader that is not a hop's ends
    /// only when its own writer completes it.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the draining.</param>
    /// <returns><see cref="Completion"/>.</returns>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        foreach (var link in _links)
        {
            if (link.WrittenBy is null) link.EndReading();
        }

        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Cancels the token of every body and waits until all have returned. What is left in hops is released as
    /// <see cref="ReleaseReason.Cancelled"/>, and the run's output is completed with an <see cref="OperationCanceledException"/>, so
    /// that nobody takes a part for the whole.
    /// </summary>
    /// <exception cref="StageFaultException">A stage had faulted.</exception>
    public async Task StopAsync()
    {
        Stop();
        try
        {
            await Completion;
        }
        catch (OperationCanceledException)
        {
            // It was asked for.
        }
    }

    /// <summary>Does what <see cref="StopAsync"/> does, and reports nothing. After the run's end it does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (StageFaultException)
        {
            // Completion is where faults are reported.
        }
    }

    internal PipelineRun Start()
    {
        _stopOnToken = _options.CancellationToken.UnsafeRegister(static run => ((PipelineRun)run!).Stop(), this);
        foreach (var body in _bodies)
        {
            _ = Task.Factory.StartNew(
                () => RunAsync(body), CancellationToken.None, TaskCreationOptions.DenyChildAttach, body.Scheduler);
        }

        return this;
    }

    private void Stop()
    {
        if (Completion.IsCompleted) return;
        _stopped = true;
        foreach (var body in _bodies) Try(body, body.Stop);
    }

    private async Task RunAsync(Body body)
    {
        Exception? error;
        try
        {
            await body.RunAsync();
            error = body.DeclaredError;
        }
        catch (Exception thrown)
        {
            error = thrown;
        }

        End(body, error);
    }

    private void End(Body body, Exception? error)
    {
        if (error is not null && (body.IsOrdinaryEnd(error) || IsStop(error))) error = null;
        body.State = error is not null && IsNewFault(body, error) ? StageState.Faulted : StageState.Ended;

        // Ended before its time: those on its other sides must not take what they have for the whole.
        error ??= body.Abandonment;
        if (error is null && _stopped) error = new OperationCanceledException("The run was stopped.", _options.CancellationToken);

        foreach (var output in body.Outputs) Try(body, () => output.CloseWriting(error));
        foreach (var input in body.Inputs)
        {
            Try(body, () => input.CloseReading(error, LeftoversReason));
            if (input.WrittenBy is { } writer) Try(writer, writer.OutputGone);
        }

        if (Interlocked.Decrement(ref _running) == 0) Complete();
    }

    private ReleaseReason LeftoversReason =>
        Volatile.Read(ref _fault) is not null ? ReleaseReason.Faulted
        : _stopped ? ReleaseReason.Cancelled
        : ReleaseReason.Abandoned;

    // While the bodies are stopped one after the other, the end of one may reach another before its own token does.
    private bool IsStop(Exception error) =>
        _stopped && error is OperationCanceledException or ChannelClosedException { InnerException: OperationCanceledException };

    // A body that lets out what its input ended with only passes on a fault that is known.
    private bool IsNewFault(Body body, Exception error)
    {
        var origin = OriginOf(body, error);
        var known = Interlocked.CompareExchange(ref _fault, new StageFaultException(origin.Path, error), null);
        return known is null ? origin == body : !IsCausedBy(error, known.InnerException!);
    }

    // A body of two directions may end one with an error before it throws that itself: then it is found first by whoever reads there.
    private static Body OriginOf(Body body, Exception error)
    {
        var seen = new HashSet<Body>();
        while (seen.Add(body) && body.Inputs.FirstOrDefault(IsOrigin)?.WrittenBy is { } writer) body = writer;
        return body;

        // What its reader had gone with came from there.
        bool IsOrigin(Link input) => input.CompletionError is { } cause && IsCausedBy(error, cause) && !ReferenceEquals(input.Abandonment, cause);
    }

    private static bool IsCausedBy(Exception error, Exception cause) =>
        ReferenceEquals(error, cause) || (error.InnerException is { } inner && IsCausedBy(inner, cause));

    // What users register (with a token, as a hop's release) may throw; the run must end all the same.
    private void Try(Body body, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            IsNewFault(body, error);
        }
    }

    private void Complete()
    {
        _stopOnToken.Unregister();
        _endedAt = _options.TimeProvider.GetTimestamp();
        if (_fault is not null) _completion.SetException(_fault);
        else if (_stopped) _completion.SetCanceled(_options.CancellationToken);
        else _completion.SetResult();
    }

    private static HopSnapshot? Read(Link link) =>
        link.Read() is { } reading ? new HopSnapshot(link.WrittenBy?.Path, link.ReadBy?.Path, reading) : null;
}
