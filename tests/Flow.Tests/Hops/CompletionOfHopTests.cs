using System.Threading.Channels;

namespace Flow.Tests.Hops;

public sealed class CompletionOfHopTests
{
    [Theory]
    [ClassData<EveryHop>]
    public async Task The_end_comes_after_the_last_item(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var completion = hop.Reader.Completion;
        hop.Writer.TryWrite(1);
        hop.Writer.Complete();
        Assert.False(hop.Writer.TryWrite(2));
        Assert.Equal(0, hop.Writer.TryWrite([2, 3]));
        Assert.False(hop.Writer.TryComplete());
        Assert.Throws<ChannelClosedException>(() => hop.Writer.Complete());
        Assert.True(await hop.Reader.WaitToReadAsync());
        Assert.False(completion.IsCompleted);
        Assert.Equal(1, await hop.Reader.ReadAsync());
        Assert.False(await hop.Reader.WaitToReadAsync());
        await completion.Limit();
        await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Reader.ReadAsync().AsTask());
        await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Writer.WriteAsync(2).AsTask());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_reader_that_waits_is_told_of_the_end(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var (wait, completion) = (hop.Reader.WaitToReadAsync().AsTask(), hop.Reader.Completion);
        hop.Writer.Complete();
        Assert.False(await wait.Limit());
        await completion.Limit();
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task An_error_comes_out_where_the_standard_channels_let_it_out(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var error = new InvalidDataException();
        var wait = hop.Reader.WaitToReadAsync().AsTask();
        hop.Writer.Complete(error);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => wait.Limit()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => hop.Reader.WaitToReadAsync().AsTask()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => hop.Reader.Completion.Limit()));
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Reader.ReadAsync().AsTask())).InnerException);
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Writer.WriteAsync(1).AsTask())).InnerException);
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task Completing_while_a_write_waits_refuses_the_write(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        Assert.Equal(4, hop.Writer.TryWrite([1, 2, 3, 4]));
        var write = hop.Writer.WriteAsync(5).AsTask();
        hop.Writer.Complete();
        await Assert.ThrowsAsync<ChannelClosedException>(() => write.Limit());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task The_end_is_seen_without_waiting_once_nothing_is_left(HopKind kind)
    {
        var error = new InvalidDataException();
        var hop = kind.Create<int>(new(4));
        Assert.False(hop.Reader.IsEnded);
        hop.Writer.TryWrite(1);
        hop.Writer.Complete(error);
        Assert.False(hop.Reader.IsEnded);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(hop.Reader.IsEnded);
        Assert.Same(error, hop.Reader.CompletionError);
        await Assert.ThrowsAsync<InvalidDataException>(() => hop.Reader.Completion.Limit());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task An_abandoned_hop_is_at_its_end(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var completion = hop.Reader.Completion;
        Assert.Same(completion, hop.Reader.Completion);
        hop.Writer.TryWrite(1);
        hop.Reader.Abandon();
        Assert.True(hop.Reader.IsEnded);
        Assert.False(hop.Reader.TryPeek(out _));
        Assert.Equal(0, hop.Reader.TryRead(new int[1].AsSpan()));
        await completion.Limit();
    }

    // What a wait was fired for may be over, or only come, when its answer is fetched.
    [Theory]
    [ClassData<EveryHop>]
    public async Task A_wait_that_the_end_overtakes_still_tells_of_the_item_before_it(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        var wait = hop.Reader.WaitToReadAsync();
        hop.Writer.TryWrite(1);
        hop.Writer.Complete();
        Assert.True(await wait);
    }
}
