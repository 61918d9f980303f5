using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Stages;

/// <summary>What is slow holds up nothing that is done.</summary>
public sealed class PaceTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new();

    private RunOptions Options => new() { TimeProvider = _time };

    [Theory]
    [InlineData("map")]
    [InlineData("asynchronous map")]
    [InlineData("expansion")]
    public async Task What_a_slow_function_has_made_is_passed_on_before_it_makes_more(string kind)
    {
        var input = Hop<int>.Create(new(100));
        input.Writer.TryWrite([.. Enumerable.Range(0, 100)]);
        input.Writer.Complete();
        var output = Hop<int>.Create(new(100));
        var passedOn = new List<long>();
        int Work(int item)
        {
            passedOn.Add(output.Read().Items);
            _time.Advance(Slow);
            return item;
        }

        var slow = kind switch
        {
            "map" => Pipeline.Of<int>().Map("slow", Work),
            "expansion" => Pipeline.Of<int>().Expand("slow", item => new[] { Work(item) }),
            _ => Pipeline.Of<int>().MapAsync("slow", (item, _) => ValueTask.FromResult(Work(item))),
        };
        await using var run = slow.Run(input.Reader, output.Writer, Options);
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 100).Select(item => (long)item), passedOn);
    }

    [Fact]
    public async Task What_is_made_first_after_a_wait_is_not_held_up_by_as_many_as_fit_a_batch()
    {
        const int Many = 400;
        var input = Hop<int>.Create(new(Many));
        var output = Hop<int>.Create(new(2 * Many));
        var passedOn = 0L;
        var pipeline = Pipeline.Of<int>().Map("map", item =>
        {
            // A batch has 100 of these.
            _time.Advance(TimeSpan.FromMicroseconds(10));
            if (item == Many + 20) passedOn = output.Read().Items;
            return item;
        });
        input.Writer.TryWrite([.. Enumerable.Range(0, Many)]);
        await using var run = pipeline.Run(input.Reader, output.Writer, Options);
        for (var item = 0; item < Many; item++) await output.Reader.ReadAsync(TestContext.Current.CancellationToken);
        input.Writer.TryWrite([.. Enumerable.Range(Many, Many)]);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.InRange(passedOn, Many + 1, Many + 20);
    }

    [Fact]
    public async Task What_came_before_a_call_that_takes_its_time_is_passed_on_before_it_ends()
    {
        var arrived = new TaskCompletionSource();
        var received = new List<int>();
        await using var run = Pipeline.Of<int>()
            .MapAsync("map", async (item, token) =>
            {
                if (item == 99) await arrived.Task.WaitAsync(token);
                return item;
            })
            .Run(Enumerable.Range(0, 100).ToArray(), Sink.ForEach<int>("collect", item =>
            {
                received.Add(item);
                if (item == 98) arrived.SetResult();
            }));

        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 100), received);
    }

    [Fact]
    public async Task A_slow_sink_sees_a_stop_before_its_next_item()
    {
        var received = 0;
        Task? stop = null;
        PipelineRun? run = null;
        var ready = new TaskCompletionSource();
        var sink = Sink.ForEach<int>("slow", _ =>
        {
            ready.Task.Wait();
            _time.Advance(Slow);
            if (++received == 5) stop = run!.StopAsync();
        });
        run = Source.From("source", Enumerable.Range(0, 1000).ToArray()).Then(sink).Run(Options);
        ready.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.Limit());

        await stop!.Limit();
        Assert.Equal(5, received);
    }

    [Fact]
    public async Task An_item_of_a_sequence_is_passed_on_before_the_next_is_asked_for()
    {
        var arrived = new SemaphoreSlim(0);
        IEnumerable<int> WaitingForTheLastToArrive()
        {
            for (var item = 0; item < 100; item++)
            {
                yield return item;
                Assert.True(arrived.Wait(Within.Patience));
            }
        }

        await using var run = Source.From("source", WaitingForTheLastToArrive())
            .Then(Sink.ForEach<int>("sink", _ => arrived.Release()))
            .Run();
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_drained_sequence_is_asked_for_no_more()
    {
        var asked = 0;
        Task? drain = null;
        PipelineRun? run = null;
        var ready = new TaskCompletionSource();
        IEnumerable<int> Items()
        {
            ready.Task.Wait();
            while (true)
            {
                if (++asked == 5) drain = run!.DrainAsync();
                yield return asked;
            }
        }

        run = Source.From("source", Items()).Then(Sink.Ignore<int>()).Run();
        ready.SetResult();
        await run.Completion.Limit();

        await drain!.Limit();
        Assert.Equal(5, asked);
    }
}
