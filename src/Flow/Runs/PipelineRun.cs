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
        [.. Links.Select(Read).OfType<HopSnapshot>()]);

    /// <summary>
    /// Ends the run's inputs and lets what is in flight arrive. A source takes nothing more from where its items come from, and
    /// writes what it has in hand; the first stage of a run on a hop sees the end of its input. A reader that is not a hop's ends
    /// only when its own writer completes it.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the draining.</param>
    /// <returns><see cref="Completion"/>.</returns>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        foreach (var link in Links)
        {
            if (link is { WrittenBy: null, ReadBy: { } body }) Try(body, link, static it => it.Drain());
        }

        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Puts another stage in the place of a running one, while items flow: the one there is reports the end of its input to its body,
    /// which finishes what it holds and returns, and the other reads and writes on where it left off. Nothing is lost, nothing
    /// comes twice, and the order stays.
    /// </summary>
    /// <remarks>
    /// A source that takes another's place starts anew. A pipeline of one stage, as each operator is, stands for that stage; what a longer one
    /// that takes a stage's place is made of shows in no snapshot, and its faults are known by the path through both.
    /// A stage that keeps something from one item to the next loses it, unless it is an <see cref="IStatefulStage{TIn, TOut, TState}"/>.
    /// </remarks>
    /// <param name="name">The path of the stage, or its name, where only one is called so.</param>
    /// <param name="stage">What takes its place; from and to the same types, and with the same state where it hands one over.</param>
    /// <param name="cancellationToken">
    /// Gives the swap up, as long as the stage there is has not returned; it is then started again, with its state where it hands it over.
    /// </param>
    /// <returns>A task that completes when the other stage starts, and faults when the one there is ends otherwise.</returns>
    /// <exception cref="ArgumentException">There is no such stage, or the other does not fit; the run goes on as if nothing had been asked.</exception>
    /// <exception cref="InvalidOperationException">The stage or the run has ended, or is being swapped already.</exception>
    /// <exception cref="StageFaultException">A stage faulted before it was done.</exception>
    public async Task SwapAsync<TIn, TOut>(string name, IStage<TIn, TOut> stage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(stage);
        var body = Find(name);
        if (Completion.IsCompleted) throw new InvalidOperationException("The run has ended; nothing can be swapped any more.");
        await body.SwapAsync(new StageReplacement(body.Path, stage, typeof(TIn), typeof(TOut)), cancellationToken);
    }

    /// <summary>Puts a function in the place of a running stage.</summary>
    /// <inheritdoc cref="SwapAsync{TIn, TOut}(string, IStage{TIn, TOut}, CancellationToken)"/>
    public Task SwapAsync<TIn, TOut>(
        string name,
        Func<ChannelReader<TIn>, ChannelWriter<TOut>, CancellationToken, ValueTask> body,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SwapAsync(name, new DelegateStage<TIn, TOut>(body), cancellationToken);
    }

    /// <summary>
    /// Cancels the token of every body and waits until all have returned. What is left in hops is released as
    /// <see cref="ReleaseReason.Cancelled"/>, and the run's output is completed with an <see cref="OperationCanceledException"/>, so
    /// that nobody takes a part for the whole.
    /// </summary>
    /// <remarks>A body of the run does not await it, or it waits for itself: it may call it, and return.</remarks>
    /// <exception cref="StageFaultException">A stage had faulted.</exception>
    public Task StopAsync()
    {
        Stop();
        // A cancellation was asked for.
        return AtEnd(static ended => ended.IsFaulted ? ended : Task.CompletedTask);
    }

    /// <summary>Does what <see cref="StopAsync"/> does, and reports nothing. After the run's end it does nothing.</summary>
    /// <inheritdoc cref="StopAsync" path="/remarks"/>
    public ValueTask DisposeAsync()
    {
        Stop();
        // Completion is where faults are reported.
        return new ValueTask(AtEnd(static ended =>
        {
            _ = ended.Exception;
            return Task.CompletedTask;
        }));
    }

    private IEnumerable<Link> Links => _bodies.SelectMany(body => body.Inputs.Concat(body.Outputs)).Distinct();

    internal PipelineRun Start()
    {
        if (!_options.IsInside)
        {
            BeginFaults();
            RunMeter.Add(this);
        }

        (_options.Scheduler as ISimulation)?.Add(this);
        _stopOnToken = _options.CancellationToken.UnsafeRegister(static run => ((PipelineRun)run!).Stop(), this);
        for (var started = 0; started < _bodies.Count; started++)
        {
            var body = _bodies[started];
            try
            {
                _ = Task.Factory.StartNew(
                    () => RunAsync(body), CancellationToken.None, TaskCreationOptions.DenyChildAttach, body.Scheduler);
            }
            catch
            {
                // Its scheduler takes no more. Those that have been started are stopped, and find that the others have ended.
                _ = DisposeAsync().AsTask();
                foreach (var refused in _bodies.Skip(started)) End(refused, error: null);
                RunMeter.Remove(this);
                throw;
            }
        }

        return this;
    }

    private void BeginFaults()
    {
        try
        {
            foreach (var body in _bodies) body.BeginFaults(Completion);
        }
        catch
        {
            // A run that is refused leaves to others what it could have had.
            foreach (var body in _bodies) body.RefuseFaults(Completion);
            throw;
        }
    }

    // Whoever blocks a thread with it does not block itself: nothing waits for a context. The scheduler it is called on is kept, as a
    // simulation needs it.
    private Task AtEnd(Func<Task, Task> outcome) => Completion.IsCompleted
        ? outcome(Completion)
        : Completion.ContinueWith(outcome, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current).Unwrap();

    private void Stop()
    {
        if (Completion.IsCompleted) return;
        _stopped = true;
        foreach (var body in _bodies) Try(body, body, static it => it.Stop());
    }

    private async Task RunAsync(Body body)
    {
        Exception? error;
        bool isHandled;
        do
        {
            isHandled = false;
            try
            {
                await body.RunAsync();
                error = FaultIn(body, body.DeclaredError);
            }
            catch (Exception thrown)
            {
                error = FaultIn(body, thrown);
            }

            if (error is { } fault) (error, isHandled) = await TryHandleAsync(body, fault);
        }
        while (error is null && body.TryGoOn(anyhow: isHandled));

        End(body, error ?? await TryEndAsync(body));
    }

    private async ValueTask<Exception?> TryEndAsync(Body body)
    {
        try
        {
            await body.EndAsync();
            return FaultIn(body, body.DeclaredError);
        }
        catch (Exception thrown)
        {
            return FaultIn(body, thrown);
        }
    }

    // The error that is left, and whether the stage's policy has dealt with it.
    private async Task<(Exception? Error, bool IsHandled)> TryHandleAsync(Body body, Exception error)
    {
        try
        {
            var isHandled = await body.TryHandleAsync(error);
            return (isHandled ? null : error, isHandled);
        }
        catch (Exception thrown)
        {
            return (FaultIn(body, thrown), false);
        }
    }

    private Body Find(string name)
    {
        var paths = _bodies.Select(body => body.Path).ToArray();
        if (PathLookup.Find(PathLookup.WithParents(paths), name) is not { } path)
            throw new ArgumentException($"There is no stage '{name}' in the run; there are {PathLookup.List(paths)}.");
        if (_bodies.FirstOrDefault(body => body.Path == path) is { } found) return found;
        var nested = paths.Where(stage => stage.StartsWith(path + "/", StringComparison.Ordinal));
        throw new ArgumentException(
            $"'{path}' is a pipeline, and only stages can be swapped while they run; it has {PathLookup.List(nested)}.");
    }

    private void End(Body body, Exception? error)
    {
        body.State = error is not null && IsNewFault(body, error) ? StageState.Faulted : StageState.Ended;

        body.FailSwap(_fault);

        // Ended before its time: those on its other sides must not take what they have for the whole.
        error ??= body.Abandonment;
        if (error is null && _stopped) error = new OperationCanceledException("The run was stopped.", _options.CancellationToken);

        var reason = LeftoversReason;
        Try(body, (body, reason), static it => it.body.ReleaseInHand(it.reason));
        Try(body, (body, error), static it => it.body.Leave(it.error));
        foreach (var output in body.Outputs)
        {
            Try(body, (output, error), static it => it.output.CloseWriting(it.error));
            if (error is not null && output.ReadBy is { } reader) DrainBefore(reader, output);
        }

        foreach (var input in body.Inputs)
        {
            Try(body, (input, error, reason), static it => it.input.CloseReading(it.error, it.reason));
            if (input.WrittenBy is { } writer) Try(writer, writer, static it => it.OutputGone());
        }

        if (Interlocked.Decrement(ref _running) == 0) Complete();
    }

    // An error whose turn has not come does not wait for sources that may be endless.
    private void DrainBefore(Body reader, Link failed)
    {
        var seen = new HashSet<Body>();
        var links = new Stack<Link>(reader.InputsBefore(failed));
        while (links.TryPop(out var link))
        {
            if (link.WrittenBy is null) Try(reader, link, static it => it.Drain());
            else if (seen.Add(link.WrittenBy)) foreach (var input in link.WrittenBy.Inputs) links.Push(input);
        }
    }

    private ReleaseReason LeftoversReason =>
        Volatile.Read(ref _fault) is not null ? ReleaseReason.Faulted
        : _stopped ? ReleaseReason.Cancelled
        : ReleaseReason.Abandoned;

    // The error a body ended with; none if that is an end as it should be.
    private Exception? FaultIn(Body body, Exception? error) => error is null || body.IsOrdinaryEnd(error) || IsStop(error) ? null : error;

    // While the bodies are stopped one after the other, the end of one may reach another before its own token does; and a pipeline that
    // took a stage's place may take it for a fault.
    private bool IsStop(Exception error) => _stopped && error switch
    {
        OperationCanceledException or ChannelClosedException { InnerException: OperationCanceledException } => true,
        StageFaultException { InnerException: { } cause } => IsStop(cause),
        _ => false,
    };

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
        bool IsOrigin(Link input) => input.EndedWith(error) && !(input.Abandonment is { } gone && IsCausedBy(error, gone));
    }

    private static bool IsCausedBy(Exception error, Exception cause) =>
        ReferenceEquals(error, cause) || (error.InnerException is { } inner && IsCausedBy(inner, cause));

    // What users register (with a token, as a hop's release) may throw; the run must end all the same.
    private void Try<T>(Body body, T it, Action<T> action)
    {
        try
        {
            action(it);
        }
        catch (Exception error)
        {
            IsNewFault(body, error);
        }
    }

    private void Complete()
    {
        _stopOnToken.Unregister();
        RunMeter.Remove(this);
        (_options.Scheduler as ISimulation)?.Remove(this);
        if (!_options.IsInside)
        {
            foreach (var body in _bodies) Try(body, body, static it => it.EndFaults());
        }

        _endedAt = _options.TimeProvider.GetTimestamp();
        if (_fault is not null) _completion.SetException(_fault);
        else if (_stopped) _completion.SetCanceled(_options.CancellationToken);
        else _completion.SetResult();
    }

    private static HopSnapshot? Read(Link link) =>
        link.Read() is { } reading ? new HopSnapshot(link.WrittenBy?.Path, link.ReadBy?.Path, reading) : null;
}
