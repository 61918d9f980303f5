using System.Threading.Channels;
using Xunit;

namespace Flow.Properties.Positions;

/// <summary>One run of a pipeline with an operator in it, as a case says, and what came of it.</summary>
internal sealed class PositionConversation(Operator kind, PositionCase example)
{
    private readonly Tokens _tokens = new();
    private readonly List<int> _delivered = [];
    private readonly InvalidOperationException _fault = new("It was to fail.");
    private RunSnapshot? _last;
    private Exception? _thrown;

    public async Task RunAsync()
    {
        HopOptions<Token> hop = new(example.Bound);
        var source = Source.From("source", MakeAll());
        if (example.HasBefore) source = source.Map("before", token => Own(PositionEnding.StageBeforeFaults, token), hop);
        source = kind.Build(
            source, hop, token => Own(PositionEnding.OperatorFaults, token), token => FailAt(PositionEnding.OperatorFaults, token.Number));
        if (example.HasAfter) source = source.Map("after", token => Own(PositionEnding.StageAfterFaults, token), hop);
        await using var run = source
            .Then<Nothing>("sink", (input, _, cancellationToken) => DeliverAsync(input, cancellationToken), hop)
            .Run(new RunOptions { Scheduler = TaskScheduler.Current });
        if (example.Ending is PositionEnding.Stopped or PositionEnding.Drained)
        {
            for (var turn = 0; turn < example.At; turn++) await Task.Yield();
            await (example.Ending == PositionEnding.Stopped ? run.StopAsync() : run.DrainAsync());
        }

        _thrown = await Record.ExceptionAsync(() => run.Completion);
        _last = run.Snapshot();
    }

    public void CheckThatEachTokenEndedOnce() =>
        Assert.All(_tokens.Made, static token => Assert.True(token.Ends == 1, $"{token} was delivered or disposed {token.Ends} times."));

    public void CheckThatNothingIsLeft() =>
        Assert.All(_last!.Hops, static hop => Assert.True(hop.Reading.Held == 0, $"{hop.Reading.Held} items were left in {hop.Reading.Name}."));

    public void CheckTheFault()
    {
        if (_thrown is not StageFaultException fault)
        {
            Assert.True(_thrown is null || example.Ending == PositionEnding.Stopped, $"It ended with {_thrown}.");
            return;
        }

        Assert.Same(_fault, fault.InnerException);
        var faulty = example.Ending switch
        {
            PositionEnding.SourceFaults => fault.Stage.EndsWith("source", StringComparison.Ordinal),
            PositionEnding.StageBeforeFaults => fault.Stage.EndsWith("before", StringComparison.Ordinal),
            PositionEnding.OperatorFaults => fault.Stage.StartsWith("operator", StringComparison.Ordinal),
            PositionEnding.StageAfterFaults => fault.Stage == "after",
            _ => fault.Stage == "sink",
        };
        Assert.True(faulty, $"The fault was said to be of '{fault.Stage}'.");
    }

    public void CheckWhatArrived()
    {
        if (kind.IsOrdered) Assert.Equal(_delivered.Order(), _delivered);
        if (!kind.IsOneToOne) return;
        var delivered = _delivered.Order().ToArray();
        switch (example.Ending)
        {
            case PositionEnding.Drained when kind.DrainsAll:
                Assert.Equal(Enumerable.Range(0, _tokens.Made.Count), delivered);
                break;
            case PositionEnding.SinkEnds:
                Assert.Equal(Math.Min(example.Items, example.At + 1), delivered.Length);
                break;
            case PositionEnding.SourceFaults or PositionEnding.StageBeforeFaults:
                Assert.Equal(Enumerable.Range(0, _thrown is null ? example.Items : example.At), delivered);
                break;
            case PositionEnding.StageAfterFaults or PositionEnding.SinkFaults when kind.IsOrdered:
                Assert.Equal(Enumerable.Range(0, _thrown is null ? example.Items : example.At), delivered);
                break;
            case PositionEnding.OperatorFaults when kind.FaultsInOrder && _thrown is not null:
                Assert.Equal(Enumerable.Range(0, example.At), delivered.Where(number => number < example.At));
                break;
            case PositionEnding.Completed:
                Assert.Null(_thrown);
                Assert.Equal(Enumerable.Range(0, example.Items), delivered);
                break;
        }
    }

    private IEnumerable<Token> MakeAll()
    {
        for (var number = 0; number < example.Items; number++)
        {
            FailAt(PositionEnding.SourceFaults, number);
            yield return _tokens.Make(number);
        }
    }

    private async ValueTask DeliverAsync(ChannelReader<Token> input, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var token))
            {
                _delivered.Add(Own(PositionEnding.SinkFaults, token).Number);
                token.Dispose();
                if (example.Ending == PositionEnding.SinkEnds && _delivered.Count > example.At) return;
            }
        }
    }

    // Whoever owns a token it fails at disposes it.
    private Token Own(PositionEnding ending, Token token)
    {
        try
        {
            FailAt(ending, token.Number);
            return token;
        }
        catch
        {
            token.Dispose();
            throw;
        }
    }

    private void FailAt(PositionEnding ending, int number)
    {
        if (example.Ending == ending && number == example.At) throw _fault;
    }
}
