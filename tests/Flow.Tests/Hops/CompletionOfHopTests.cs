using System.Threading.Channels;

namespace Flow.Tests.Hops;

public sealed class CompletionOfHopTests
{
    private readonly Hop<int> _hop = Hop<int>.Create(new(4));

    [Fact]
    public async Task The_end_comes_after_the_last_item()
    {
        var completion = _hop.Reader.Completion;
        _hop.Writer.TryWrite(1);
        _hop.Writer.Complete();
        Assert.False(_hop.Writer.TryWrite(2));
        Assert.False(_hop.Writer.TryComplete());
        Assert.Throws<ChannelClosedException>(() => _hop.Writer.Complete());
        Assert.True(await _hop.Reader.WaitToReadAsync());
        Assert.False(completion.IsCompleted);
        Assert.Equal(1, await _hop.Reader.ReadAsync());
        Assert.False(await _hop.Reader.WaitToReadAsync());
        await completion.Limit();
        await Assert.ThrowsAsync<ChannelClosedException>(() => _hop.Reader.ReadAsync().AsTask());
        await Assert.ThrowsAsync<ChannelClosedException>(() => _hop.Writer.WriteAsync(2).AsTask());
    }

    [Fact]
    public async Task A_reader_that_waits_is_told_of_the_end()
    {
        var wait = _hop.Reader.WaitToReadAsync().AsTask();
        _hop.Writer.Complete();
        Assert.False(await wait.Limit());
    }

    [Fact]
    public async Task An_error_comes_out_where_the_standard_channels_let_it_out()
    {
        var error = new InvalidDataException();
        var wait = _hop.Reader.WaitToReadAsync().AsTask();
        _hop.Writer.Complete(error);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => wait.Limit()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => _hop.Reader.WaitToReadAsync().AsTask()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => _hop.Reader.Completion.Limit()));
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => _hop.Reader.ReadAsync().AsTask())).InnerException);
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => _hop.Writer.WriteAsync(1).AsTask())).InnerException);
    }

    [Fact]
    public async Task Completing_while_a_write_waits_refuses_the_write()
    {
        Assert.Equal(4, _hop.Writer.TryWrite([1, 2, 3, 4]));
        var write = _hop.Writer.WriteAsync(5).AsTask();
        _hop.Writer.Complete();
        await Assert.ThrowsAsync<ChannelClosedException>(() => write.Limit());
    }

    // What a wait was fired for may be over, or only come, when its answer is fetched.
    [Fact]
    public async Task A_wait_that_the_end_overtakes_still_tells_of_the_item_before_it()
    {
        var wait = _hop.Reader.WaitToReadAsync();
        _hop.Writer.TryWrite(1);
        _hop.Writer.Complete();
        Assert.True(await wait);
    }
}
