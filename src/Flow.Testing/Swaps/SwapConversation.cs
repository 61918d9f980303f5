using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A run of one stage between two hops, in which the stage is swapped for its like as a case says, and what came of it.</summary>
internal sealed class SwapConversation<TIn, TOut>
    where TOut : notnull
{
    private const string Name = "stage";

    private readonly StageSubject<TIn, TOut> _subject;
    private readonly SwapCase _case;
    private readonly Hop<TIn> _input;
    private readonly Hop<TOut> _output;
    private readonly Reading<TOut> _upToEnd;
    private readonly Reading<TOut> _afterwards;
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineRun _run;

    private SwapConversation(StageSubject<TIn, TOut> subject, SwapCase example)
    {
        _subject = subject;
        _case = example;
        Inputs = [.. Enumerable.Range(0, example.Stage.Items).Select(subject.Item)];
        _input = Hop<TIn>.Create(new HopOptions<TIn>(example.Stage.InputCapacity) { Name = "input" });
        _output = Hop<TOut>.Create(new HopOptions<TOut>(example.Stage.OutputCapacity) { Name = "output" });
        var endsEarly = example.Stage.Ending is StageEnding.OutputAbandoned or StageEnding.Cancelled;
        _upToEnd = new Reading<TOut>(
            _output.Reader, example.Stage.Reading, endsEarly ? Math.Min(example.Stage.EndsAfter, subject.Model(Inputs).Count) : int.MaxValue);
        _afterwards = new Reading<TOut>(_output.Reader, example.Stage.Reading);
        _run = Pipeline.Of<TIn>().Then(Name, Stage()).Run(
            _input.Reader, _output.Writer, new RunOptions { Scheduler = TaskScheduler.Current, CancellationToken = _stop.Token });
    }

    public IReadOnlyList<TIn> Inputs { get; }

    public IReadOnlyList<TOut> Outputs => [.. _upToEnd.Delivered, .. _afterwards.Delivered];

    /// <summary>Items that neither arrived at the stage nor were released.</summary>
    public long Left => _input.Read().Held + _output.Read().Held;

    /// <summary>How the swaps ended that were neither made nor given up.</summary>
    public List<Exception> Refusals { get; } = [];

    public static async Task<SwapConversation<TIn, TOut>> HoldAsync(StageSubject<TIn, TOut> subject, SwapCase example)
    {
        var conversation = new SwapConversation<TIn, TOut>(subject, example);
        await Task.WhenAll(
            Turns.StartAsync(conversation.WriteAsync),
            Turns.StartAsync(conversation.SwapAsync),
            Turns.StartAsync(conversation.ReadAsync));
        await conversation._run.DisposeAsync();
        return conversation;
    }

    // Only a stage can be swapped: a pipeline becomes one.
    private IStage<TIn, TOut> Stage() => _subject.Create() is var stage and not Pipeline<TIn, TOut> ? stage : new Whole(_subject.Create());

    private async Task WriteAsync()
    {
        await new Writing<TIn>(_input.Writer, Inputs, _case.Stage.Writing).RunAsync();
        _input.Writer.TryComplete(_case.Stage.Ending == StageEnding.InputFaulted ? new InvalidOperationException("The input has faulted.") : null);
    }

    private async Task SwapAsync()
    {
        foreach (var swap in _case.Swaps)
        {
            await Turns.PassAsync(swap.After);
            try
            {
                await _run.SwapAsync(Name, Stage(), swap.GivenUpAfter is { } turns ? Turns.CancelAfter(turns) : CancellationToken.None);
            }
            catch (OperationCanceledException) when (swap.GivenUpAfter is not null)
            {
                // Its own doing.
            }
            catch (Exception refusal)
            {
                Refusals.Add(refusal);
            }
        }
    }

    private async Task ReadAsync()
    {
        await _upToEnd.RunAsync();
        if (_case.Stage.Ending == StageEnding.OutputAbandoned)
        {
            _output.Reader.Abandon();
            return;
        }

        if (_case.Stage.Ending == StageEnding.Cancelled) _stop.Cancel();
        await _afterwards.RunAsync();
    }

    private sealed class Whole(IStage<TIn, TOut> inner) : IStage<TIn, TOut>
    {
        public ValueTask RunAsync(
            ChannelReader<TIn> input,
            ChannelWriter<TOut> output,
            CancellationToken cancellationToken) => inner.RunAsync(input, output, cancellationToken);
    }
}
