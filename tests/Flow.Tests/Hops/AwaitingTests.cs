namespace Flow.Tests.Hops;

public sealed class AwaitingTests
{
    [Theory]
    [ClassData<OwnHops>]
    public async Task A_wait_that_is_looked_at_and_not_awaited_is_answered(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var wait = hop.Reader.WaitToReadAsync();
        Assert.False(wait.IsCompleted);
        hop.Writer.TryWrite(1);
        Assert.True(wait.IsCompleted);
        Assert.True(await wait);
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task An_answer_is_fetched_when_it_is_there_and_only_once(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var wait = hop.Reader.WaitToReadAsync();
        var error = Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
        Assert.StartsWith("A wait is awaited once, and its answer is fetched once,", error.Message, StringComparison.Ordinal);
        hop.Writer.TryWrite(1);
        Assert.True(await wait);
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_wait_is_awaited_only_once(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var wait = hop.Reader.WaitToReadAsync();
        var goneOn = new TaskCompletionSource();
        wait.GetAwaiter().OnCompleted(goneOn.SetResult);
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().OnCompleted(() => { }));
        hop.Writer.TryWrite(1);
        await goneOn.Task.Limit();
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task Who_awaits_goes_on_in_the_context_it_awaited_in(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var context = new CountingContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var waiting = WaitAsync();
        SynchronizationContext.SetSynchronizationContext(null);
        hop.Writer.TryWrite(1);
        Assert.Same(context, await waiting.Limit());
        Assert.Equal(1, context.Posts);

        async Task<SynchronizationContext?> WaitAsync()
        {
            Assert.True(await hop.Reader.WaitToReadAsync());
            return SynchronizationContext.Current;
        }
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task Who_is_called_back_finds_the_values_of_its_own_flow(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var value = new AsyncLocal<int> { Value = 1 };
        var found = new TaskCompletionSource<int>();
        hop.Reader.WaitToReadAsync().GetAwaiter().OnCompleted(() => found.SetResult(value.Value));
        value.Value = 2;
        hop.Writer.TryWrite(1);
        Assert.Equal(1, await found.Task.Limit());
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_wait_under_way_is_timed_also_after_many_others(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        for (var number = 0; number < 200; number++)
        {
            var wait = hop.Reader.WaitToReadAsync().AsTask();
            hop.Writer.TryWrite(number);
            Assert.True(await wait.Limit());
            hop.Reader.TryRead(out _);
        }

        var last = hop.Reader.WaitToReadAsync().AsTask();
        var before = hop.Read().Starved;
        await Task.Run(() => SpinWait.SpinUntil(() => hop.Read().Starved > before)).Limit();
        hop.Writer.Complete();
        Assert.False(await last.Limit());
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task Who_does_not_ask_for_its_context_goes_on_elsewhere(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var context = new CountingContext();
        SynchronizationContext.SetSynchronizationContext(context);
        // A task of it asks for no context.
        var waiting = hop.Reader.WaitToReadAsync().AsTask();
        SynchronizationContext.SetSynchronizationContext(null);
        hop.Writer.TryWrite(1);
        Assert.True(await waiting.Limit());
        Assert.Equal(0, context.Posts);
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task Who_lets_no_values_flow_is_called_back_without_them(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var value = new AsyncLocal<int> { Value = 1 };
        var (unsafely, suppressed) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        hop.Reader.WaitToReadAsync().GetAwaiter().UnsafeOnCompleted(() => unsafely.SetResult(value.Value));
        hop.Writer.TryWrite(1);
        Assert.Equal(0, await unsafely.Task.Limit());

        hop = kind.Create<int>(new(2));
        using (ExecutionContext.SuppressFlow()) hop.Reader.WaitToReadAsync().GetAwaiter().OnCompleted(() => suppressed.SetResult(value.Value));
        hop.Writer.TryWrite(1);
        Assert.Equal(0, await suppressed.Task.Limit());
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                SetSynchronizationContext(this);
                d(state);
                SetSynchronizationContext(null);
            });
        }
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task A_wait_ends_on_the_pool_when_its_scheduler_takes_nothing_any_more(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var scheduler = new DedicatedThreadScheduler("short-lived");
        var begun = new TaskCompletionSource();
        var read = Task.Factory.StartNew(
            async () =>
            {
                var wait = hop.Reader.WaitToReadAsync();
                begun.SetResult();
                return await wait && hop.Reader.TryRead(out _);
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            scheduler).Unwrap();
        await begun.Task.Limit();
        await scheduler.DisposeAsync();

        Assert.True(hop.Writer.TryWrite(1));
        Assert.True(await read.Limit());
    }
}
