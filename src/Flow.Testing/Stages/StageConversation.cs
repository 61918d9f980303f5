namespace Flow.Testing;

/// <summary>A stage run once between two hops, as a case says, and what came of it.</summary>
internal sealed class StageConversation<TIn, TOut>
    where TOut : notnull
{
    private readonly StageSubject<TIn, TOut> _subject;
    private readonly StageCase _case;
    private readonly Hop<TIn> _input;
    private readonly Hop<TOut> _output;
    private readonly Writing<TIn> _writing;
    private readonly Reading<TOut> _upToEnd;
    private readonly Reading<TOut> _afterwards;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TIn> _inputs;

    private StageConversation(StageSubject<TIn, TOut> subject, StageCase example)
    {
        _subject = subject;
        _case = example;
        _inputs = [.. Enumerable.Range(0, example.Items).Select(subject.Item)];
        _input = Hop<TIn>.Create(new HopOptions<TIn>(example.InputCapacity) { Name = "input" });
        _output = Hop<TOut>.Create(new HopOptions<TOut>(example.OutputCapacity) { Name = "output" });
        _writing = new Writing<TIn>(_input.Writer, _inputs, example.Writing);
        var endsEarly = example.Ending is StageEnding.OutputAbandoned or StageEnding.Cancelled;
        _upToEnd = new Reading<TOut>(
            _output.Reader, example.Reading, endsEarly ? Math.Min(example.EndsAfter, subject.Model(Inputs).Count) : int.MaxValue);
        _afterwards = new Reading<TOut>(_output.Reader, example.Reading);
    }

    /// <summary>What was to be written.</summary>
    public IReadOnlyList<TIn> Inputs => _inputs;

    public IReadOnlyList<TOut> Outputs => [.. _upToEnd.Delivered, .. _afterwards.Delivered];

    /// <summary>How many items the stage's input had accepted when the reader began.</summary>
    public int AcceptedBeforeReading { get; private set; }

    /// <summary>What the input was faulted with.</summary>
    public InvalidOperationException InputError { get; } = new("The input has faulted.");

    /// <summary>What the stage threw.</summary>
    public Exception? Thrown { get; private set; }

    public static async Task<StageConversation<TIn, TOut>> HoldAsync(
        StageSubject<TIn, TOut> subject, StageCase example, int readerIdles = 0)
    {
        var conversation = new StageConversation<TIn, TOut>(subject, example);
        await Task.WhenAll(
            Turns.StartAsync(conversation.WriteAsync),
            Turns.StartAsync(conversation.RunAsync),
            Turns.StartAsync(() => conversation.ReadAsync(readerIdles)));
        return conversation;
    }

    private async Task WriteAsync()
    {
        await _writing.RunAsync();
        // A stage learns that its output has gone when it writes: nothing else ends it, so there is always more to write.
        if (_case.Ending == StageEnding.OutputAbandoned && _subject.Model(Inputs).Count > 0)
        {
            while (!_input.Writer.IsAbandoned)
            {
                var more = Enumerable.Range(_inputs.Count, _case.Items).Select(_subject.Item).ToArray();
                _inputs.AddRange(more);
                await new Writing<TIn>(_input.Writer, more, _case.Writing).RunAsync();
            }
        }

        _input.Writer.TryComplete(_case.Ending == StageEnding.InputFaulted ? InputError : null);
    }

    // What a run does around a body.
    private async Task RunAsync()
    {
        try
        {
            await _subject.Create().RunAsync(_input.Reader, _output.Writer, _stop.Token);
        }
        catch (Exception error)
        {
            Thrown = error;
        }

        _output.Writer.TryComplete(Thrown);
        _input.Reader.Abandon(Thrown);
    }

    private async Task ReadAsync(int idles)
    {
        await Turns.PassAsync(idles);
        AcceptedBeforeReading = _writing.Accepted;
        await _upToEnd.RunAsync();
        if (_case.Ending == StageEnding.OutputAbandoned)
        {
            _output.Reader.Abandon();
            return;
        }

        if (_case.Ending == StageEnding.Cancelled) _stop.Cancel();
        await _afterwards.RunAsync();
    }
}
