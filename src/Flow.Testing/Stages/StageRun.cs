namespace Flow.Testing;

/// <summary>A stage run once between two hops, as a case says, and what came of it.</summary>
internal sealed class StageRun<TIn, TOut> : StageConversation<TIn, TOut>
    where TOut : notnull
{
    // How long is looked whether something goes on after the stage has returned.
    private const int QuietTurns = 8;

    private readonly Trial _trial;
    private readonly Tally _tally = new();
    private readonly List<TIn> _inputs;
    private readonly Hop<TIn> _input;
    private readonly Hop<TOut> _output;
    private readonly Reading<TOut> _upToEnd;
    private readonly Reading<TOut> _afterwards;
    private readonly CancellationTokenSource _stop = new();
    private long _takenWhenGone;

    public StageRun(StageSubject<TIn, TOut> subject, StageCase example, Trial trial)
        : base(subject, example)
    {
        _trial = trial;
        _inputs = [.. Enumerable.Range(0, example.Items).Select(subject.Item)];
        _input = Hop<TIn>.Create(new HopOptions<TIn>(example.InputCapacity) { Name = "input" });
        _output = Hop<TOut>.Create(new HopOptions<TOut>(example.OutputCapacity) { Name = "output" });
        var wanted = example.Ending == StageEnding.OutputAbandoned ? Math.Min(example.EndsAfter, subject.Model(_inputs).Count) : int.MaxValue;
        _upToEnd = new Reading<TOut>(_output.Reader, side: 1, "reader", trial, _tally, example.Reading, wanted);
        _afterwards = new Reading<TOut>(_output.Reader, side: 1, "reader", trial, _tally, example.Reading);
    }

    public override IReadOnlyList<TIn> Inputs => _inputs;

    public override IReadOnlyList<TOut> Outputs => [.. _upToEnd.Delivered, .. _afterwards.Delivered];

    /// <summary>What the input was faulted with.</summary>
    public InvalidOperationException InputError { get; } = new("The input has faulted.");

    /// <summary>Whether the stage has returned.</summary>
    public bool HasReturned { get; private set; }

    /// <summary>What the stage threw.</summary>
    public Exception? Thrown { get; private set; }

    public bool IsCancelled => _stop.IsCancellationRequested;

    public bool IsOutputGone { get; private set; }

    /// <summary>Whether its input has ended, and it has had all of it.</summary>
    public bool IsInputEnded => _input.Reader.IsEnded;

    /// <summary>The most items that were inside at once, the hops around it included, as far as each is one item out.</summary>
    public long MostInside => _tally.Most;

    /// <summary>How many items it took after its output had gone. For when it is over: what its input releases is counted when that is done.</summary>
    public long TakenAfterGone => IsOutputGone ? Taken - _takenWhenGone : 0;

    /// <summary>How many items it took and wrote after it had returned.</summary>
    public (long Taken, long Written) AfterReturn { get; private set; }

    /// <summary>At which end it left a wait behind when it returned, if at any.</summary>
    public string? WaitLeft { get; private set; }

    public override Task HoldAsync() => Task.WhenAll(
        Turns.StartAsync(WriteAsync),
        Turns.StartAsync(RunAsync),
        Turns.StartAsync(ReadAsync),
        Turns.StartAsync(CancelAsync));

    private async Task WriteAsync()
    {
        await Writing(_inputs).RunAsync();
        switch (Case.Ending)
        {
            // A stage learns that its output has gone when it writes: nothing else ends it, so there is always more to write.
            case StageEnding.OutputAbandoned when Subject.Model(_inputs).Count > 0:
                while (!_input.Writer.IsAbandoned)
                {
                    var more = Enumerable.Range(_inputs.Count, Math.Max(1, Case.Items)).Select(Subject.Item).ToArray();
                    _inputs.AddRange(more);
                    await Writing(more).RunAsync();
                }

                break;

            // The token is what ends it, and nothing else.
            case StageEnding.Cancelled:
                break;
            case StageEnding.InputFaulted:
                _trial.Story?.Tell("writer", "Complete(error)");
                _input.Writer.TryComplete(InputError);
                break;
            default:
                _trial.Story?.Tell("writer", "Complete()");
                _input.Writer.TryComplete();
                break;
        }
    }

    private Writing<TIn> Writing(IReadOnlyList<TIn> items) => new(_input.Writer, side: 0, "writer", _trial, _tally, items, Case.Writing);

    // What a run does around a body.
    private async Task RunAsync()
    {
        try
        {
            await _trial.Watched(Subject.Create()).RunAsync(_input.Reader, _output.Writer, _stop.Token);
        }
        catch (Exception error)
        {
            Thrown = error;
        }

        _trial.Story?.Tell("stage", Thrown is null ? "returns" : $"throws {Thrown.GetType().Name}: {Thrown.Message}");
        HasReturned = true;
        await LookForRemainsAsync();
        _output.Writer.TryComplete(Thrown);
        _input.Reader.Abandon(Thrown);
    }

    private long Taken => _input.Read().Delivered;

    private async Task LookForRemainsAsync()
    {
        var (taken, written) = (Taken, _output.Read().Items);
        await Turns.PassAsync(QuietTurns);
        // An input that the stage has abandoned gives nothing; what it still releases is counted a moment later.
        AfterReturn = (_input.Writer.IsAbandoned ? 0 : Taken - taken, _output.Read().Items - written);
        if (IsWaitedAt(() => _input.Reader.TryArm(new Doorbell(), 0))) WaitLeft = "its input";
        else if (IsWaitedAt(() => _output.Writer.TryArm(new Doorbell(), 0))) WaitLeft = "its output";
    }

    // Each end serves one caller: where a wait is pending, a doorbell is refused. One that was armed before is only replaced.
    private static bool IsWaitedAt(Func<bool> arm)
    {
        try
        {
            arm();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private async Task ReadAsync()
    {
        await Turns.PassAsync(Case.ReaderIdles);
        await _upToEnd.RunAsync();
        if (Case.Ending != StageEnding.OutputAbandoned)
        {
            if (!_upToEnd.IsEnded) await _afterwards.RunAsync();
            return;
        }

        _trial.Story?.Tell("reader", "Abandon()");
        // What is left there goes out too, and a write that has begun may come in after it; none begins when this is done.
        _tally.Reach(Case.OutputCapacity);
        _output.Reader.Abandon();
        _takenWhenGone = Taken;
        IsOutputGone = true;
    }

    private async Task CancelAsync()
    {
        if (Case.Ending != StageEnding.Cancelled) return;
        await Turns.PassAsync(Case.EndsAfter);
        _trial.Story?.Tell("token", "is cancelled");
        _stop.Cancel();
    }
}
