namespace Flow.Testing;

/// <summary>A stage whose first item is held up until all others have come out.</summary>
internal sealed class HeldRun<TIn, TOut>(StageSubject<TIn, TOut> subject, StageCase example, Trial trial) : StageConversation<TIn, TOut>(subject, example)
    where TOut : notnull
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Reading<TOut>? _reading;

    public override IReadOnlyList<TIn> Inputs { get; } = [.. Enumerable.Range(0, example.Items).Select(subject.Item)];

    public override IReadOnlyList<TOut> Outputs => _reading?.Delivered ?? [];

    public override async Task HoldAsync()
    {
        var input = Hop<TIn>.Create(new HopOptions<TIn>(Case.InputCapacity) { Name = "input" });
        var output = Hop<TOut>.Create(new HopOptions<TOut>(Case.OutputCapacity) { Name = "output" });
        var tally = new Tally();
        var first = Inputs.Count == 0 ? default : Inputs[0];
        var stage = Subject.CreateHeld!(item => Equals(item, first) ? new ValueTask(_held.Task) : ValueTask.CompletedTask);
        _reading = new Reading<TOut>(output.Reader, side: 1, "reader", trial, tally, Case.Reading, Math.Max(0, Expected.Count - 1));
        var running = Turns.StartAsync(async () =>
        {
            await stage.RunAsync(input.Reader, output.Writer, CancellationToken.None);
            output.Writer.TryComplete();
        });
        var writing = Turns.StartAsync(async () =>
        {
            await new Writing<TIn>(input.Writer, side: 0, "writer", trial, tally, Inputs, Case.Writing).RunAsync();
            input.Writer.TryComplete();
        });
        await _reading.RunAsync();
        trial.Story?.Tell("first item", "is let go");
        _held.SetResult();
        await new Reading<TOut>(output.Reader, side: 1, "reader", trial, tally, Case.Reading).RunAsync();
        await Task.WhenAll(running, writing);
    }
}
