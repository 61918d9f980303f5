using System.Threading.Channels;

namespace Flow.Tests.Hops;

public sealed class StandInTests
{
    private readonly Doorbell _bell = new();

    [Fact]
    public async Task Any_channel_stands_in_and_can_be_abandoned()
    {
        var hop = Over(Channel.CreateBounded<int>(2), 2);
        hop.Writer.TryWrite([1, 2]);
        var wait = hop.Writer.WaitToWriteAsync().AsTask();
        hop.Reader.Abandon();
        Assert.False(await wait.Limit());
        Assert.False(hop.Writer.TryWrite(3));
        Assert.Equal((2, 2, 0, 0L), (hop.Read().Items, hop.Read().Abandoned, hop.Read().Held, hop.Read().Occupancy));
        Assert.True(hop.Writer.TryComplete());
    }

    [Fact]
    public void A_release_that_throws_does_not_keep_the_others()
    {
        var released = 0;
        var hop = Hop<int>.Create(new(4)
        {
            StandIn = () => Channel.CreateBounded<int>(4),
            Release = (_, _) => { released++; throw new InvalidDataException(); },
        });
        hop.Writer.TryWrite([1, 2, 3]);
        Assert.Equal(3, Assert.Throws<AggregateException>(() => hop.Reader.Abandon()).InnerExceptions.Count);
        Assert.Equal(3, released);
    }

    [Fact]
    public void A_channel_smaller_than_the_hop_says_has_no_room_once_it_refused()
    {
        var hop = Over(Channel.CreateBounded<int>(1), 8);
        Assert.Equal(1, hop.Writer.TryWrite([1, 2]));
        Assert.Equal(0, hop.Writer.Room);
        Assert.True(hop.Writer.TryArm(_bell, 0));
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(_bell.TryTake(out _));
        Assert.True(hop.Writer.TryWrite(2));
    }

    [Fact]
    public void A_channel_that_lets_items_fall_is_counted_and_its_bell_can_be_armed()
    {
        var hop = Over(Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }), 1);
        Assert.Equal(3, hop.Writer.TryWrite([1, 2, 3]));
        Assert.True(hop.Reader.TryRead(out var item));
        Assert.Equal(3, item);
        Assert.Equal((3, 1, 2, 0), (hop.Read().Items, hop.Read().Delivered, hop.Read().Dropped, hop.Read().Held));
        Assert.True(hop.Reader.TryArm(_bell, 0));
    }

    [Fact]
    public async Task A_fence_ends_waits_and_rings_bells()
    {
        var hop = Over(Channel.CreateBounded<int>(1), 1);
        var reader = hop.LeaseReader();
        Assert.True(reader.TryArm(_bell, 4));
        ((ILease)reader).Fence();
        Assert.True(_bell.TryTake(out _));
        var next = hop.LeaseReader();
        var wait = next.WaitToReadAsync().AsTask();
        ((ILease)next).Fence();
        Assert.False(await wait.Limit());
        await next.Completion.Limit();
    }

    [Fact]
    public async Task A_second_wait_throws_and_errors_come_out_as_in_any_channel()
    {
        var hop = Over(Channel.CreateBounded<int>(1), 1);
        var first = hop.Reader.WaitToReadAsync().AsTask();
        var second = await Assert.ThrowsAsync<InvalidOperationException>(() => hop.Reader.WaitToReadAsync().AsTask());
        Assert.StartsWith("A wait on this end of the hop is already pending;", second.Message, StringComparison.Ordinal);
        var error = new InvalidDataException();
        hop.Writer.Complete(error);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidDataException>(() => first.Limit()));
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Reader.ReadAsync().AsTask())).InnerException);
    }

    [Fact]
    public void Of_a_channel_that_does_not_count_the_hop_does()
    {
        var hop = Over(new Uncounted(), 4);
        hop.Writer.TryWrite([1, 2, 3]);
        Assert.True(hop.Reader.TryRead(out var first) && hop.Reader.TryRead(out _));
        Assert.Equal((1, 3), (hop.Reader.Count, hop.Writer.Room));
        hop.ReleaseTaken(first, ReleaseReason.Faulted);
        Assert.Equal((1, 1, 1), (hop.Reader.Count, hop.Read().Held, hop.Read().Delivered));
        Assert.Equal(0, hop.Read().Dropped);
    }

    [Fact]
    public async Task A_stage_that_reads_a_stand_in_is_swapped()
    {
        var hop = Over(Channel.CreateBounded<int>(4), 4);
        var output = Over(Channel.CreateBounded<int>(4), 4);
        await using var run = Pipeline.Of<int>().Map("map", static item => item).Run(hop.Reader, output.Writer);
        hop.Writer.TryWrite(1);
        Assert.Equal(1, await output.Reader.ReadAsync().AsTask().Limit());

        await run.SwapAsync("map", Pipeline.Of<int>().Map("negate", static item => -item)).Limit();

        hop.Writer.TryWrite(2);
        Assert.Equal(-2, await output.Reader.ReadAsync().AsTask().Limit());
        hop.Writer.Complete();
        await run.Completion.Limit();
    }

    private sealed class Uncounted : Channel<int>
    {
        public Uncounted()
        {
            var channel = Channel.CreateBounded<int>(4);
            (Reader, Writer) = (new UncountedReader(channel.Reader), channel.Writer);
        }

        private sealed class UncountedReader(ChannelReader<int> reader) : ChannelReader<int>
        {
            public override bool TryRead(out int item) => reader.TryRead(out item);

            public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => reader.WaitToReadAsync(cancellationToken);
        }
    }

    private static Hop<int> Over(Channel<int> channel, int capacity) => Hop<int>.Create(new(capacity) { StandIn = () => channel });
}
