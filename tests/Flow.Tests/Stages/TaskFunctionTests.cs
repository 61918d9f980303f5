using System.Threading.Channels;

namespace Flow.Tests.Stages;

public class TaskFunctionTests
{
    private static readonly Pipeline<int, int> Some = Pipeline.Of<int>();

    [Fact]
    public async Task A_function_that_returns_a_task_or_a_value_task_is_mapped_in_every_form()
    {
        var all = Some
            .MapAsync("group", TaskAsync)
            .MapAsync("value group", ValueTaskAsync)
            .MapAsync("lambda", (x, token) => TaskAsync(x, token), parallelism: 2)
            .MapAsync("value lambda", (x, token) => ValueTaskAsync(x, token), ordered: false)
            .MapAsync("async", async (x, token) => await TaskAsync(x, token), hop: new(4))
            .MapAsync("throws", (x, _) => x < 0 ? throw new FormatException() : Task.FromResult(x))
            .MapAsync(name: "named", map: TaskAsync, parallelism: 2, ordered: true, hop: new(4));

        Assert.Equal([7, 8], await all.CollectAsync([1, 2]));
    }

    [Fact]
    public async Task A_function_that_returns_a_task_or_a_value_task_is_a_sink_in_every_form()
    {
        var sum = 0;
        Task AddAsync(int item, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref sum, item);
            return Task.CompletedTask;
        }

        ValueTask AddAtOnceAsync(int item, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref sum, item);
            return default;
        }

        foreach (var sink in (Pipeline<int, Nothing>[])
        [
            Sink.ForEachAsync<int>("sink", AddAsync),
            Sink.ForEachAsync<int>("sink", AddAtOnceAsync),
            Sink.ForEachAsync<int>("sink", (item, token) => AddAsync(item, token), parallelism: 2),
            Sink.ForEachAsync<int>("sink", (item, token) => AddAtOnceAsync(item, token), parallelism: 2),
            Sink.ForEachAsync<int>("sink", async (item, token) => await AddAsync(item, token), hop: new(4)),
        ])
        {
            await using var run = Some.Run([1, 2, 3], sink);
            await run.Completion.Limit();
        }

        Assert.Equal(5 * 6, sum);
    }

    [Fact]
    public async Task A_sink_of_several_calls_has_that_many_under_way_and_ends_when_all_have()
    {
        var (begun, go, done) = (new SemaphoreSlim(0), new TaskCompletionSource(), 0);
        var sink = Sink.ForEachAsync<int>("sink", async (_, _) =>
        {
            begun.Release();
            await go.Task;
            Interlocked.Increment(ref done);
        }, parallelism: 3, hop: new(1));

        await using var run = Some.Run(Enumerable.Range(0, 10), sink);
        for (var calls = 0; calls < 3; calls++) await begun.WaitAsync().Limit();
        Assert.Equal((0, 0), (begun.CurrentCount, done));
        go.SetResult();
        await run.Completion.Limit();

        Assert.Equal(10, done);
    }

    [Fact]
    public async Task A_call_of_several_that_fails_faults_the_sink_or_is_the_policys()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var received = new List<int>();
        var sink = Sink.ForEachAsync<int>("sink", async (item, _) =>
        {
            await Task.Yield();
            if (item == 3) throw new FormatException("Bad 3.");
            lock (received) received.Add(item);
        }, parallelism: 4);

        await using var failing = Some.Run(Enumerable.Range(0, 10), sink);
        Assert.Equal("Stage 'sink' faulted: Bad 3.", (await Assert.ThrowsAsync<StageFaultException>(() => failing.Completion.Limit())).Message);
        received.Clear();
        await using var run = Some.Run(Enumerable.Range(0, 10), sink.OnFault("sink", FaultPolicy.Skip(letters.Writer)));
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], received.Order());
        Assert.True(letters.Reader.TryRead(out var letter));
        Assert.Equal(3, letter.Item);
    }

    [Fact]
    public async Task A_sink_of_several_calls_writes_nothing_to_what_comes_behind_it()
    {
        var behind = Sink.ForEachAsync<int>("sink", (_, _) => default, parallelism: 2).Map("behind", _ => 1);

        Assert.Empty(await behind.CollectAsync([1, 2, 3]));
    }

    [Fact]
    public async Task A_function_is_put_before_or_after_a_stage()
    {
        var doubled = Some.Map("double", x => x * 2).Before<int>("double", "before", AddAsync).After<int>("double", "after", AddAsync, new(4));

        Assert.Equal(["before", "double", "after"], doubled.Stages);
        Assert.Equal([5], await doubled.CollectAsync([1]));

        static async ValueTask AddAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken)) await output.WriteAsync(item + 1, cancellationToken);
        }
    }

    private static async Task<int> TaskAsync(int item, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return item + 1;
    }

    private static ValueTask<int> ValueTaskAsync(int item, CancellationToken cancellationToken) => new(item + 1);
}
