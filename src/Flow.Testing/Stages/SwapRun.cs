using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A run of one stage between two hops, in which the stage is swapped for its like as a case says, and what came of it.</summary>
internal sealed class SwapRun<TIn, TOut> : StageConversation<TIn, TOut>
    where TOut : notnull
{
    private const string Name = "stage";

    private readonly Trial _trial;
    private readonly Tally _tally = new();
    private readonly Hop<TIn> _input;
    private readonly Hop<TOut> _output;
    private readonly Reading<TOut> _upToEnd;
    private readonly Reading<TOut> _afterwards;
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineRun _run;

    public SwapRun(StageSubject<TIn, TOut> subject, StageCase example, Trial trial)
        : base(subject, example)
    {
        _trial = trial;
        Inputs = [.. Enumerable.Range(0, example.Items).Select(subject.Item)];
        _input = Hop<TIn>.Create(new HopOptions<TIn>(example.InputCapacity) { Name = "input" });
        _output = Hop<TOut>.Create(new HopOptions<TOut>(example.OutputCapacity) { Name = "output" });
        var wanted = example.Ending == StageEnding.OutputAbandoned ? Math.Min(example.EndsAfter, subject.Model(Inputs).Count) : int.MaxValue;
        _upToEnd = new Reading<TOut>(_output.Reader, side: 1, "reader", trial, _tally, example.Reading, wanted);
        _afterwards = new Reading<TOut>(_output.Reader, side: 1, "reader", trial, _tally, example.Reading);
        _run = Pipeline.Of<TIn>().Then(Name, Stage()).Run(
            _input.Reader, _output.Writer, new RunOptions { Scheduler = TaskScheduler.Current, CancellationToken = _stop.Token });
    }

    public override IReadOnlyList<TIn> Inputs { get; }

    public override IReadOnlyList<TOut> Outputs => [.. _upToEnd.Delivered, .. _afterwards.Delivered];

    /// <summary>Items that neither arrived at the stage nor were released.</summary>
    public long Left => _input.Read().Held + _output.Read().Held;

    /// <summary>How the swaps ended that were neither made nor given up.</summary>
    public List<Exception> Refusals { get; } = [];

    public override async Task HoldAsync()
    {
        await Task.WhenAll(
            Turns.StartAsync(WriteAsync), Turns.StartAsync(SwapAsync), Turns.StartAsync(ReadAsync), Turns.StartAsync(CancelAsync));
        await _run.DisposeAsync();
    }

    // Only a stage can be swapped: a pipeline becomes one.
    private IStage<TIn, TOut> Stage()
    {
        var stage = Subject.Create();
        return stage is Pipeline<TIn, TOut> ? new Whole(stage) : stage;
    }

    private async Task WriteAsync()
    {
        await new Writing<TIn>(_input.Writer, side: 0, "writer", _trial, _tally, Inputs, Case.Writing).RunAsync();
        _input.Writer.TryComplete(Case.Ending == StageEnding.InputFaulted ? new InvalidOperationException("The input has faulted.") : null);
    }

    private async Task SwapAsync()
    {
        foreach (var swap in Case.Swaps)
        {
            await Turns.PassAsync(swap.After);
            _trial.Story?.Tell("swap", "is asked for");
            try
            {
                await _run.SwapAsync(Name, Stage(), swap.GivenUpAfter is { } turns ? Turns.CancelAfter(turns) : CancellationToken.None);
                _trial.Story?.Tell("swap", "is made");
            }
            catch (OperationCanceledException) when (swap.GivenUpAfter is not null)
            {
                _trial.Story?.Tell("swap", "is given up");
            }
            catch (Exception refusal)
            {
                _trial.Story?.Tell("swap", $"is refused: {refusal.Message}");
                Refusals.Add(refusal);
            }
        }
    }

    private async Task ReadAsync()
    {
        await Turns.PassAsync(Case.ReaderIdles);
        await _upToEnd.RunAsync();
        if (Case.Ending == StageEnding.OutputAbandoned) _output.Reader.Abandon();
        else if (!_upToEnd.IsEnded) await _afterwards.RunAsync();
    }

    private async Task CancelAsync()
    {
        if (Case.Ending != StageEnding.Cancelled) return;
        await Turns.PassAsync(Case.EndsAfter);
        _trial.Story?.Tell("token", "is cancelled");
        _stop.Cancel();
    }

    private sealed class Whole(IStage<TIn, TOut> inner) : IStage<TIn, TOut>
    {
        public ValueTask RunAsync(
            ChannelReader<TIn> input,
            ChannelWriter<TOut> output,
            CancellationToken cancellationToken) => inner.RunAsync(input, output, cancellationToken);
    }
}
