namespace Flow.Tests.Hops;

public sealed class AwaitingTests
{
    private readonly Hop<int> _hop = Hop<int>.Create(new(1));

    [Fact]
    public async Task A_wait_that_is_looked_at_and_not_awaited_is_answered()
    {
        var wait = _hop.Reader.WaitToReadAsync();
        Assert.False(wait.IsCompleted);
        _hop.Writer.TryWrite(1);
        Assert.True(wait.IsCompleted);
        Assert.True(await wait);
    }

    [Fact]
    public async Task An_answer_is_fetched_when_it_is_there_and_only_once()
    {
        var wait = _hop.Reader.WaitToReadAsync();
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
        _hop.Writer.TryWrite(1);
        Assert.True(await wait);
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
    }

    [Fact]
    public async Task A_wait_is_awaited_only_once()
    {
        var wait = _hop.Reader.WaitToReadAsync();
        var goneOn = new TaskCompletionSource();
        wait.GetAwaiter().OnCompleted(goneOn.SetResult);
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().OnCompleted(() => { }));
        _hop.Writer.TryWrite(1);
        await goneOn.Task.Limit();
    }

    [Fact]
    public async Task Who_awaits_goes_on_in_the_context_it_awaited_in()
    {
        var context = new CountingContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var waiting = WaitAsync();
        SynchronizationContext.SetSynchronizationContext(null);
        _hop.Writer.TryWrite(1);
        Assert.Same(context, await waiting.Limit());
        Assert.Equal(1, context.Posts);

        async Task<SynchronizationContext?> WaitAsync()
        {
            Assert.True(await _hop.Reader.WaitToReadAsync());
            return SynchronizationContext.Current;
        }
    }

    [Fact]
    public async Task Who_is_called_back_finds_the_values_of_its_own_flow()
    {
        var value = new AsyncLocal<int> { Value = 1 };
        var found = new TaskCompletionSource<int>();
        _hop.Reader.WaitToReadAsync().GetAwaiter().OnCompleted(() => found.SetResult(value.Value));
        value.Value = 2;
        _hop.Writer.TryWrite(1);
        Assert.Equal(1, await found.Task.Limit());
    }

    [Fact]
    public async Task A_wait_under_way_is_timed_also_after_many_others()
    {
        for (var number = 0; number < 200; number++)
        {
            var wait = _hop.Reader.WaitToReadAsync().AsTask();
            _hop.Writer.TryWrite(number);
            Assert.True(await wait.Limit());
            _hop.Reader.TryRead(out _);
        }

        var last = _hop.Reader.WaitToReadAsync().AsTask();
        var before = _hop.Read().Starved;
        await Task.Run(() => SpinWait.SpinUntil(() => _hop.Read().Starved > before)).Limit();
        _hop.Writer.Complete();
        Assert.False(await last.Limit());
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
}
