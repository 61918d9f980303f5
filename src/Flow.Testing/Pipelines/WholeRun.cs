using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>One run of a pipeline between a source and a sink, as a case says, and what came of it.</summary>
internal sealed class WholeRun<TIn, TOut>(PipelineSubject<TIn, TOut> subject, PipelineCase example, Trial trial) : Conversation
    where TIn : notnull
    where TOut : notnull
{
    private readonly List<TIn> _given = [];
    private readonly List<TOut> _outputs = [];
    private int _passedAfter;

    /// <summary>On the scheduler of the caller, and by its clock.</summary>
    public static RunOptions Here => new()
    {
        Scheduler = TaskScheduler.Current,
        TimeProvider = TaskScheduler.Current is SimulationScheduler simulation ? simulation.Time : TimeProvider.System,
    };

    public PipelineSubject<TIn, TOut> Subject => subject;

    public PipelineCase Case => example;

    /// <summary>What the source gave.</summary>
    public IReadOnlyList<TIn> Given => _given;

    /// <summary>What the sink took.</summary>
    public IReadOnlyList<TOut> Outputs => _outputs;

    /// <summary>What arrived beside what was to. For when it is over.</summary>
    public OutputJudge<TOut> Outcome => field ??= new OutputJudge<TOut>(subject.Model(_given), _outputs);

    /// <summary>What was thrown where the case says so.</summary>
    public Exception Fault { get; } = new InvalidOperationException("It was to fail.");

    /// <summary>Whether it was thrown.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What the run ended with.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>What the run said of itself when it had ended.</summary>
    public RunSnapshot? Last { get; private set; }

    /// <summary>How the swaps ended that were neither made nor given up.</summary>
    public List<Exception> Refusals { get; } = [];

    public bool IsOver => Last is not null;

    public override async Task HoldAsync()
    {
        await using var run = Build().Run(Here);
        await Task.WhenAll(Turns.StartAsync(() => EndAsync(run)), Turns.StartAsync(() => SwapAsync(run)));
        try
        {
            await run.Completion;
        }
        catch (Exception error)
        {
            Thrown = error;
        }

        trial.Story?.Tell("run", Thrown is null ? "completes" : $"ends with {Thrown.GetType().Name}: {Thrown.Message}");
        Last = run.Snapshot();
    }

    private Pipeline<Nothing, Nothing> Build()
    {
        var probe = new Probe(example.Bound, item => FailsAt(PipelineEnding.FunctionFaults, item), Fault);
        var source = subject.CreateSource?.Invoke(Give()) ?? Source.From("source", Give());
        if (example.HasBefore) source = source.Map("before", PassBefore, new HopOptions<TIn>(example.Bound));
        var built = subject.Build(source, probe);
        var hop = new HopOptions<TOut>(example.Bound);
        if (example.HasAfter) built = built.Map("after", PassAfter, hop);
        return subject.CreateSink is { } createSink
            ? built.Then(createSink(Take, probe))
            : built.Then<Nothing>("sink", (input, _, cancellationToken) => TakeAsync(input, cancellationToken), hop);
    }

    private IEnumerable<TIn> Give()
    {
        for (var number = 0; number < example.Items; number++)
        {
            var item = subject.Item(number);
            if (FailsAt(PipelineEnding.SourceFaults, item)) throw Fault;
            trial.Story?.Tell("source", $"gives {item}");
            _given.Add(item);
            yield return item;
        }
    }

    private async ValueTask TakeAsync(ChannelReader<TOut> input, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item))
            {
                var number = _outputs.Count;
                Take(item);
                if (example.Ending == PipelineEnding.SinkEnds && number == example.At) return;
                if (example.SinkRests.Count > 0) await Turns.PassAsync(example.SinkRests[number % example.SinkRests.Count]);
            }
        }
    }

    private void Take(TOut item)
    {
        if (example.Ending == PipelineEnding.SinkFaults && _outputs.Count == example.At)
        {
            Fail("sink", item);
            throw Dropping(item);
        }

        trial.Story?.Tell("sink", $"takes {item}");
        _outputs.Add(item);
        (item as IDisposable)?.Dispose();
    }

    private TIn PassBefore(TIn item) => FailsAt(PipelineEnding.StageBeforeFaults, item) ? throw Dropping(item) : item;

    private TOut PassAfter(TOut item)
    {
        if (example.Ending != PipelineEnding.StageAfterFaults || _passedAfter++ != example.At) return item;
        Fail("after", item);
        throw Dropping(item);
    }

    // Whoever owns an item it fails at disposes it.
    private Exception Dropping(object item)
    {
        (item as IDisposable)?.Dispose();
        return Fault;
    }

    private bool FailsAt(PipelineEnding ending, object item)
    {
        if (example.Ending != ending || !Equals(item, subject.Item(example.At))) return false;
        Fail($"{ending}", item);
        return true;
    }

    private void Fail(string where, object item)
    {
        trial.Story?.Tell(where, $"fails at {item}");
        HasFailed = true;
    }

    private async Task EndAsync(PipelineRun run)
    {
        if (example.Ending is not (PipelineEnding.Stopped or PipelineEnding.Drained)) return;
        await Turns.PassAsync(example.At);
        trial.Story?.Tell("run", example.Ending == PipelineEnding.Stopped ? "is stopped" : "is drained");
        await (example.Ending == PipelineEnding.Stopped ? run.StopAsync() : run.DrainAsync());
    }

    private async Task SwapAsync(PipelineRun run)
    {
        if (subject.Swaps.Count == 0) return;
        foreach (var (at, swap) in example.Swaps.Index())
        {
            await Turns.PassAsync(swap.After);
            try
            {
                await subject.Swaps[at % subject.Swaps.Count](run, swap.GivenUpAfter is { } turns ? Turns.CancelAfter(turns) : CancellationToken.None);
                trial.Story?.Tell("swap", "is made");
            }
            catch (OperationCanceledException) when (swap.GivenUpAfter is not null)
            {
                trial.Story?.Tell("swap", "is given up");
            }
            catch (Exception refusal)
            {
                trial.Story?.Tell("swap", $"is refused: {refusal.Message}");
                Refusals.Add(refusal);
            }
        }
    }
}
