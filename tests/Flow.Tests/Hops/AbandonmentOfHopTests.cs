using System.Threading.Channels;

namespace Flow.Tests.Hops;

public sealed class AbandonmentOfHopTests
{
    [Theory]
    [ClassData<EveryHop>]
    public async Task A_writer_that_waits_learns_at_once_and_is_told_why(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var error = new InvalidDataException();
        hop.Writer.TryWrite(1);
        var wait = hop.Writer.WaitToWriteAsync().AsTask();
        hop.Reader.Abandon(error);
        Assert.False(await wait.Limit());
        Assert.True(hop.Writer.IsAbandoned);
        Assert.Same(error, hop.Writer.Abandonment);
        Assert.False(hop.Writer.TryWrite(2));
        Assert.Equal(0, hop.Writer.TryWrite([2, 3]));
        Assert.Same(error, (await Assert.ThrowsAsync<ChannelClosedException>(() => hop.Writer.WriteAsync(2).AsTask())).InnerException);
        Assert.False(hop.Reader.TryRead(out _));
        Assert.False(await hop.Reader.WaitToReadAsync());
        await hop.Reader.Completion.Limit();
    }

    [Theory]
    [ClassData<EveryHop>]
    public void What_is_left_is_released_once_and_counted(HopKind kind)
    {
        var released = new List<(int, ReleaseReason)>();
        var hop = kind.Create<int>(new(40) { Release = (item, reason) => released.Add((item, reason)) });
        Assert.Equal(40, hop.Writer.TryWrite(Enumerable.Range(0, 40).ToArray()));
        Assert.True(hop.Reader.TryRead(out _));
        hop.Reader.Abandon();
        hop.Reader.Abandon(new InvalidDataException());
        Assert.Null(hop.Writer.Abandonment);
        Assert.Equal(Enumerable.Range(1, 39).Select(item => (item, ReleaseReason.Abandoned)), released);
        Assert.Equal((40, 1, 39, 0), (hop.Read().Items, hop.Read().Delivered, hop.Read().Abandoned, hop.Read().Held));
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_wait_of_the_readers_own_ends_when_it_goes(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        var wait = hop.Reader.WaitToReadAsync().AsTask();
        hop.Reader.Abandon();
        Assert.False(await wait.Limit());
    }

    // The weigher is asked in the middle of a write, which is where a reader on another thread would go away.
    [Fact]
    public void A_write_that_the_abandonment_overtakes_is_taken_and_released()
    {
        Hop<Rented>? hop = null;
        var rented = new Rented();
        hop = Hop<Rented>.Create(new(4)
        {
            Weigh = _ =>
            {
                hop!.Reader.Abandon();
                return 1;
            },
        });
        Assert.True(hop.Writer.TryWrite(rented));
        Assert.Equal(1, rented.Disposals);
        Assert.Equal((1, 1, 0), (hop.Read().Items, hop.Read().Abandoned, hop.Read().Held));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void An_item_is_released_by_its_Dispose(HopKind kind)
    {
        var rented = new Rented();
        var hop = kind.Create<Rented?>(new(4));
        hop.Writer.TryWrite([null, rented]);
        hop.Reader.Abandon();
        Assert.Equal(1, rented.Disposals);
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_struct_is_released_by_its_Dispose(HopKind kind)
    {
        var rented = new Rented();
        var hop = kind.Create<Ticket>(new(4));
        hop.Writer.TryWrite(new Ticket(rented));
        hop.Reader.Abandon();
        Assert.Equal(1, rented.Disposals);
    }

    [Theory]
    [ClassData<EveryHop>]
    public void What_a_release_throws_is_thrown_after_the_others_are_released(HopKind kind)
    {
        var released = 0;
        var hop = kind.Create<int>(new(4) { Release = (item, _) => { released++; if (item == 1) throw new InvalidDataException(); } });
        var completion = hop.Reader.Completion;
        hop.Writer.TryWrite([1, 2, 3]);
        var error = Assert.Throws<AggregateException>(() => hop.Reader.Abandon());
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.StartsWith("Items left in a hop could not be released", error.Message, StringComparison.Ordinal);
        Assert.Equal((3, 3), (released, hop.Read().Released));
        Assert.True(completion.IsCompletedSuccessfully);
    }

    private readonly record struct Ticket(Rented Rented) : IDisposable
    {
        public void Dispose() => Rented.Dispose();
    }

    [Fact]
    public async Task A_release_that_throws_in_a_write_that_the_abandonment_overtook_hides_nothing_the_hop_took()
    {
        Hop<int> hop = null!;
        hop = Hop<int>.Create(new(10)
        {
            Weigh = item =>
            {
                if (item == 1) hop.Reader.Abandon();
                return 1;
            },
            Release = static (item, _) => throw new FormatException($"{item}"),
        });

        Assert.Equal(2, hop.Writer.TryWrite([0, 1]));

        var errors = await Assert.ThrowsAsync<AggregateException>(() => hop.Writer.WaitToWriteAsync().AsTask());
        Assert.Equal(["0", "1"], errors.InnerExceptions.Select(error => error.Message));
        Assert.False(await hop.Writer.WaitToWriteAsync());
    }
}
