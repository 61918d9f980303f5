using System.Runtime.CompilerServices;

namespace Flow.Tests.Hops;

public sealed class CancellationOfWaitsTests
{
    private readonly Hop<int> _hop = Hop<int>.Create(new(1));
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public async Task A_cancelled_wait_ends_with_its_token_and_the_next_one_works()
    {
        var read = _hop.Reader.ReadAsync(_source.Token).AsTask();
        _source.Cancel();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => read.Limit());
        Assert.Equal(_source.Token, thrown.CancellationToken);
        var next = _hop.Reader.ReadAsync().AsTask();
        Assert.True(_hop.Writer.TryWrite(1));
        Assert.Equal(1, await next.Limit());
    }

    [Fact]
    public async Task A_cancelled_write_writes_nothing()
    {
        _hop.Writer.TryWrite(1);
        var write = _hop.Writer.WriteAsync(2, _source.Token).AsTask();
        _source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => write.Limit());
        Assert.True(_hop.Reader.TryRead(out _));
        Assert.False(_hop.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_token_cancelled_before_is_heeded_though_there_is_an_item_and_room()
    {
        _source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hop.Writer.WriteAsync(1, _source.Token).AsTask());
        Assert.True(_hop.Writer.TryWrite(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hop.Reader.ReadAsync(_source.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _hop.Reader.WaitToReadAsync(_source.Token).AsTask());
        Assert.Equal(1, _hop.Reader.Count);
    }

    [Fact]
    public async Task A_token_cancelled_after_a_wait_does_not_reach_the_next()
    {
        var first = _hop.Reader.ReadAsync(_source.Token);
        _hop.Writer.TryWrite(1);
        Assert.Equal(1, await first);
        var second = _hop.Reader.WaitToReadAsync().AsTask();
        _source.Cancel();
        Assert.False(second.IsCompleted);
        _hop.Writer.TryWrite(2);
        Assert.True(await second.Limit());
    }

    [Fact]
    public async Task ReadAllAsync_stops_at_its_token_though_the_hop_is_never_empty()
    {
        var hop = Hop<int>.Create(new(4));
        hop.Writer.TryWrite([1, 2, 3]);
        var taken = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in hop.Reader.ReadAllAsync(_source.Token))
            {
                taken = item;
                if (item == 2) _source.Cancel();
            }
        });
        Assert.Equal((2, 1), (taken, hop.Reader.Count));
    }

    [Fact]
    public void A_second_pending_wait_throws_and_the_first_goes_on()
    {
        var first = _hop.Reader.WaitToReadAsync().AsTask();
        Assert.Throws<InvalidOperationException>(() => _ = _hop.Reader.WaitToReadAsync());
        Assert.Throws<InvalidOperationException>(() => _hop.Reader.TryArm(new Doorbell(), 0));
        Assert.False(first.IsCompleted);
        _hop.Writer.Complete();
    }

    [Fact]
    public async Task A_token_that_lives_on_keeps_no_hop_alive()
    {
        var hop = await UseAsync(_source.Token);
        // Off the stack of what has used it.
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(hop.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference<Hop<int>>> UseAsync(CancellationToken cancellationToken)
    {
        var hop = Hop<int>.Create(new(1));
        var read = hop.Reader.ReadAsync(cancellationToken);
        hop.Writer.TryWrite(1);
        await read;
        return new(hop);
    }
}
