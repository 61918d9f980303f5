using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Stages;

public class BatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arrays_are_full_but_for_the_last()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", 7).CollectAsync(Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Chunk(7), arrays);
    }

    [Fact]
    public async Task Arrays_are_full_with_a_time_limit_that_does_not_pass()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", 7, within: TimeSpan.FromDays(1)).CollectAsync(Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Chunk(7), arrays);
    }

    [Fact]
    public async Task Nothing_in_means_nothing_out()
    {
        Assert.Empty(await Pipeline.Of<int>().Batch("batch", 7, within: Second).CollectAsync([]));
    }

    [Fact]
    public async Task An_array_leaves_when_its_time_has_passed_since_its_first_item()
    {
        var time = new TimerWatch();
        var (input, output) = (Hop<int>.Create(new(16)), Hop<int[]>.Create(new(16)));
        await using var run = Pipeline.Of<int>().Batch("batch", 10, within: Second)
            .Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });

        for (var round = 0; round < 3; round++)
        {
            time.Advance(Second * 10);
            input.Writer.TryWrite([round, round + 100]);
            await time.TimerStarted().Limit();
            time.Advance(Second * 0.9);
            Assert.Equal(0, output.Reader.Count);

            time.Advance(Second * 0.1);

            Assert.True(await output.Reader.WaitToReadAsync(Token).AsTask().Limit());
            Assert.True(output.Reader.TryRead(out var array));
            Assert.Equal([round, round + 100], array);
        }
    }

    [Fact]
    public async Task No_time_limit_runs_while_nothing_waits()
    {
        var time = new TimerWatch();
        var input = Hop<int>.Create(new(16));
        var run = Pipeline.Of<int>().Batch("batch", 2, within: Second).Then(Sink.Ignore<int[]>())
            .Run(input.Reader, new RunOptions { TimeProvider = time });
        input.Writer.TryWrite(1);
        await time.TimerStarted().Limit();

        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal(0, time.Running);
    }

    [Fact]
    public async Task What_is_gathered_when_the_input_ends_with_an_error_still_leaves()
    {
        var received = new List<int[]>();
        var source = Source.From("source", Enumerable.Range(0, 5).Select(x => x == 3 ? throw new FormatException() : x));

        await using var run = source.Batch("batch", 10, within: Second).Then(Sink.ForEach<int[]>("keep", received.Add)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal([0, 1, 2], Assert.Single(received));
    }

    /// <summary>Says when a timer is started, and how many run.</summary>
    private sealed class TimerWatch : TimeProvider
    {
        private readonly FakeTimeProvider _time = new();
        private readonly SemaphoreSlim _started = new(0);
        private int _running;

        public int Running => Volatile.Read(ref _running);

        public override long TimestampFrequency => _time.TimestampFrequency;

        public Task TimerStarted() => _started.WaitAsync(Token);

        public void Advance(TimeSpan by) => _time.Advance(by);

        public override long GetTimestamp() => _time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Watched(this, _time.CreateTimer(callback, state, dueTime, period));
            Interlocked.Increment(ref _running);
            _started.Release();
            return timer;
        }

        private sealed class Watched(TimerWatch watch, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                Interlocked.Decrement(ref watch._running);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
