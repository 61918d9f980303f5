namespace Flow.Tests.Runs;

public class SchedulingTests
{
    [Fact]
    public async Task Bodies_stay_on_the_scheduler_they_were_started_on()
    {
        var (common, own) = (new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var seen = new Dictionary<string, HashSet<TaskScheduler>> { ["a"] = [], ["b"] = [], ["sink"] = [] };
        int Note(string stage, int x)
        {
            seen[stage].Add(TaskScheduler.Current);
            return x;
        }

        var pipeline = Source.From("source", Enumerable.Range(0, 1000))
            .Map("a", x => Note("a", x), hop: new(2))
            .Then("nested", Pipeline.Of<int>().Map("b", x => Note("b", x), hop: new(2)))
            .Then(Sink.ForEach<int>("sink", x => Note("sink", x), hop: new(2)));

        await using var run = pipeline.Run(new RunOptions
        {
            Scheduler = common,
            Schedulers = new Dictionary<string, TaskScheduler> { ["nested"] = own },
        });
        await run.Completion.Limit();

        Assert.Equal(common, Assert.Single(seen["a"]));
        Assert.Equal(own, Assert.Single(seen["b"]));
        Assert.Equal(common, Assert.Single(seen["sink"]));
    }

    [Fact]
    public async Task A_scheduler_that_takes_no_body_stops_those_that_have_begun()
    {
        var (disposed, ended) = (new DedicatedThreadScheduler("disposed"), new TaskCompletionSource());
        disposed.Dispose();
        var output = Hop<int>.Create(new(1));

        Assert.Throws<TaskSchedulerException>(() =>
        {
            _ = Source.From<int>("source", async (_, token) =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }
                finally
                {
                    ended.SetResult();
                }
            }).Map("map", x => x).Run(output.Writer, new RunOptions { Schedulers = new Dictionary<string, TaskScheduler> { ["map"] = disposed } });
        });

        await ended.Task.Limit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => output.Reader.Completion.Limit());
    }

    [Fact]
    public void A_scheduler_for_a_stage_that_is_not_there_is_refused()
    {
        var options = new RunOptions { Schedulers = new Dictionary<string, TaskScheduler> { ["stack"] = TaskScheduler.Default } };

        var error = Assert.Throws<ArgumentException>(() => { _ = Source.From("source", [1]).Then(Sink.Ignore<int>()).Run(options); });

        Assert.Contains("'stack', which is not there; there are 'source', 'ignore'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheduler_for_the_beginning_of_a_name_is_refused()
    {
        var options = new RunOptions { Schedulers = new Dictionary<string, TaskScheduler> { ["sour"] = TaskScheduler.Default } };

        Assert.Throws<ArgumentException>(() => { _ = Source.From("source", [1]).Then(Sink.Ignore<int>()).Run(options); });
    }

    [Fact]
    public async Task A_whole_run_works_on_one_thread_at_a_time()
    {
        var one = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var working = 0;
        int Alone(int x)
        {
            Assert.Equal(1, Interlocked.Increment(ref working));
            Interlocked.Decrement(ref working);
            return x;
        }

        var pipeline = Source.From("source", Enumerable.Range(0, 1000).Select(Alone))
            .Map("map", Alone, hop: new(1))
            .Batch("batch", 3, within: TimeSpan.FromDays(1))
            .Expand("apart", x => x.Select(Alone))
            .MapAsync("async", async (x, _) => { await Task.Yield(); return Alone(x); }, parallelism: 4)
            .Partition("parity", x => x % 2,
                ("even", Pipeline.Of<int>().Map("alone", Alone)), ("odd", Pipeline.Of<int>().Map("alone", Alone)));

        await using var run = pipeline.Then(Sink.ForEach<int>("sink", x => Alone(x))).Run(new RunOptions { Scheduler = one });

        await run.Completion.Limit();
    }
}
