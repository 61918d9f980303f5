using System.Runtime.CompilerServices;

namespace Flow.Tests.Hops;

public sealed class CancellationOfWaitsTests
{
    private readonly CancellationTokenSource _source = new();

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_cancelled_wait_ends_with_its_token_and_the_next_one_works(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var read = hop.Reader.ReadAsync(_source.Token).AsTask();
        _source.Cancel();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => read.Limit());
        Assert.Equal(_source.Token, thrown.CancellationToken);
        var next = hop.Reader.ReadAsync().AsTask();
        Assert.True(hop.Writer.TryWrite(1));
        Assert.Equal(1, await next.Limit());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_cancelled_write_writes_nothing(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        hop.Writer.TryWrite(1);
        var write = hop.Writer.WriteAsync(2, _source.Token).AsTask();
        _source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => write.Limit());
        Assert.True(hop.Reader.TryRead(out _));
        Assert.False(hop.Reader.TryRead(out _));
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_token_cancelled_before_is_heeded_though_there_is_an_item_and_room(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        _source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hop.Writer.WriteAsync(1, _source.Token).AsTask());
        Assert.True(hop.Writer.TryWrite(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hop.Reader.ReadAsync(_source.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hop.Reader.WaitToReadAsync(_source.Token).AsTask());
        Assert.Equal(1, hop.Reader.Count);
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_token_cancelled_after_a_wait_does_not_reach_the_next(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var first = hop.Reader.ReadAsync(_source.Token);
        hop.Writer.TryWrite(1);
        Assert.Equal(1, await first);
        var second = hop.Reader.WaitToReadAsync().AsTask();
        _source.Cancel();
        Assert.False(second.IsCompleted);
        hop.Writer.TryWrite(2);
        Assert.True(await second.Limit());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task ReadAllAsync_stops_at_its_token_though_thehop_is_never_empty(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
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

    [Theory]
    [InlineData(HopKind.Ring)]
    [InlineData(HopKind.ManyReaders)]
    public void A_second_pending_wait_for_room_throws_and_the_first_goes_on(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        hop.Writer.TryWrite(1);
        var first = hop.Writer.WaitToWriteAsync().AsTask();
        var error = Assert.Throws<InvalidOperationException>(() => _ = hop.Writer.WaitToWriteAsync());
        Assert.StartsWith("A wait on this end of the hop is already pending;", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => hop.Writer.TryArm(new Doorbell(), 0));
        Assert.False(first.IsCompleted);
        hop.Reader.Abandon();
    }

    [Theory]
    [InlineData(HopKind.Ring)]
    [InlineData(HopKind.ManyWriters)]
    public void A_second_pending_wait_throws_and_the_first_goes_on(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var first = hop.Reader.WaitToReadAsync().AsTask();
        Assert.Throws<InvalidOperationException>(() => _ = hop.Reader.WaitToReadAsync());
        Assert.Throws<InvalidOperationException>(() => hop.Reader.TryArm(new Doorbell(), 0));
        Assert.False(first.IsCompleted);
        hop.Writer.Complete();
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_token_that_lives_on_keeps_no_hop_alive(HopKind kind)
    {
        var hop = await UseAsync(kind, _source.Token);
        // Off the stack of what has used it.
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(hop.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference<Hop<int>>> UseAsync(HopKind kind, CancellationToken cancellationToken)
    {
        var hop = kind.Create<int>(new(1));
        var read = hop.Reader.ReadAsync(cancellationToken);
        hop.Writer.TryWrite(1);
        await read;
        return new(hop);
    }
}
