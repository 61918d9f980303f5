using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow.Tests.Stages;

/// <summary>What a call of a stage registered with its token throws, when that cancels its calls.</summary>
public class ThrowingCallbackTests
{
    [Fact]
    public async Task It_does_not_hide_the_fault_of_another_call_and_none_outlives_the_stage()
    {
        var (result, call) = (new Rented(), new CancelledCall());
        await using var run = Source.From("source", [1, 2])
            .MapAsync("stage", async (item, token) =>
            {
                if (item == 1) return await call.ReturnAsync(result, token);
                throw new FormatException();
            }, parallelism: 2, ordered: false)
            .Then(Sink.Ignore<Rented>()).Run();
        await call.EndAsync().Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("stage", fault.Stage);
        Assert.IsType<FormatException>(fault.InnerException);
        Assert.Equal(1, result.Disposals);
    }

    [Theory]
    [InlineData("map in parallel")]
    [InlineData("expand async")]
    public async Task It_is_the_fault_of_a_stage_that_ends_since_nobody_takes_what_it_makes_and_no_call_outlives_that(string kind)
    {
        var (results, call, input) = (new[] { new Rented(), new Rented(), new Rented() }, new CancelledCall(), Channel.CreateUnbounded<int>());
        var output = Channel.CreateBounded<Rented>(1);
        foreach (var item in Enumerable.Range(0, results.Length)) input.Writer.TryWrite(item);
        await using var run = (kind == "expand async"
            ? Pipeline.Of<int>().ExpandAsync("stage", item => Each(item))
            : Pipeline.Of<int>().MapAsync("stage", MakeAsync, parallelism: 3)).Run(input.Reader, output.Writer);
        await call.Begun.Limit();
        // The first, which is the channel's then.
        await Within.Until(() => output.Reader.Count == 1);
        output.Writer.Complete();
        await call.EndAsync().Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("stage", fault.Stage);
        Assert.IsType<InvalidOperationException>(fault.InnerException!.GetBaseException());
        Assert.Equal([0, 1, 1], results.Select(static result => result.Disposals));

        async ValueTask<Rented> MakeAsync(int item, CancellationToken token) =>
            item == 2 ? await call.ReturnAsync(results[item], token) : results[item];

        async IAsyncEnumerable<Rented> Each(int item, [EnumeratorCancellation] CancellationToken token = default)
        {
            yield return await MakeAsync(item, token);
        }
    }

    [Fact]
    public async Task It_is_the_fault_of_a_stage_that_is_stopped_and_no_call_outlives_that()
    {
        var (result, call) = (new Rented(), new CancelledCall());
        await using var run = Source.From("source", [1])
            .MapAsync("stage", (_, token) => call.ReturnAsync(result, token), parallelism: 2)
            .Then(Sink.Ignore<Rented>()).Run();
        await call.Begun.Limit();
        var stopped = run.StopAsync();
        await call.EndAsync().Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => stopped.Limit());

        Assert.Equal("stage", fault.Stage);
        Assert.IsType<InvalidOperationException>(fault.InnerException!.GetBaseException());
        Assert.Equal(1, result.Disposals);
    }

    /// <summary>A call that is cancelled, by way of a callback that throws, and returns some time later all the same.</summary>
    private sealed class CancelledCall
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public async ValueTask<Rented> ReturnAsync(Rented result, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.Register(() =>
            {
                _cancelled.SetResult();
                throw new InvalidOperationException();
            });
            _begun.SetResult();
            await _end.Task;
            return result;
        }

        public async Task EndAsync()
        {
            await _cancelled.Task;
            _end.SetResult();
        }
    }
}
