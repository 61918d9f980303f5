using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Flow.Tests.Hops;

public sealed class DoorbellTests
{
    private readonly Doorbell _bell = new();

    [Theory]
    [ClassData<EveryHop>]
    public async Task Ahop_rings_once_when_an_item_comes(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        Assert.True(hop.Reader.TryArm(_bell, 7));
        Assert.False(_bell.TryTake(out _));
        var wait = _bell.WaitAsync();
        hop.Writer.TryWrite(1);
        hop.Writer.TryWrite(2);
        await wait.Limit();
        Assert.True(_bell.TryTake(out var key));
        Assert.Equal(7, key);
        Assert.False(_bell.TryTake(out _));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void Ahop_with_an_item_or_at_its_end_is_not_armed(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        hop.Writer.TryWrite(1);
        Assert.False(hop.Reader.TryArm(_bell, 0));
        hop.Writer.Complete();
        Assert.True(hop.Reader.TryRead(out _));
        Assert.False(hop.Reader.TryArm(_bell, 0));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void To_arm_a_hop_that_ended_with_an_error_leaves_no_faulted_task_behind(HopKind kind)
    {
        var unobserved = new ConcurrentQueue<Exception>();
        var error = new InvalidOperationException("it broke");
        void Note(object? sender, UnobservedTaskExceptionEventArgs unseen)
        {
            if (unseen.Exception.InnerException == error) unobserved.Enqueue(error);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            Arm(kind, error);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(unobserved);

        // Apart, so that nothing it made is alive afterwards.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void Arm(HopKind kind, Exception error)
        {
            var hop = kind.Create<int>(new(4));
            hop.Writer.Complete(error);
            Assert.False(hop.Reader.TryArm(_bell, 0));
            Assert.False(hop.Writer.TryArm(_bell, 0));
        }
    }

    [Theory]
    [ClassData<EveryHop>]
    public void Ahop_rings_at_its_end_and_when_it_is_abandoned(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        Assert.True(hop.Reader.TryArm(_bell, 1));
        hop.Writer.Complete();
        Assert.True(_bell.TryTake(out _));

        var full = kind.Create<int>(new(1));
        full.Writer.TryWrite(1);
        Assert.True(full.Writer.TryArm(_bell, 2));
        full.Reader.Abandon();
        Assert.True(_bell.TryTake(out _));
        Assert.False(full.Writer.TryArm(_bell, 2));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_writers_bell_waits_for_as_much_room_as_was_asked_for(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        hop.Writer.TryWrite([1, 2, 3, 4]);
        Assert.True(hop.Writer.TryArm(_bell, 5, roomAbove: 1));
        Assert.True(hop.Reader.TryRead(out _));
        Assert.False(_bell.TryTake(out _));
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(_bell.TryTake(out var key));
        Assert.Equal(5, key);
        Assert.False(hop.Writer.TryArm(_bell, 5, roomAbove: 1));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void Room_for_more_than_the_bound_is_an_emptyhop(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        hop.Writer.TryWrite(1);
        Assert.True(hop.Writer.TryArm(_bell, 0, roomAbove: 1000));
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(_bell.TryTake(out _));
    }

    [Fact]
    public async Task A_ring_by_hand_is_listed_and_a_wait_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var wait = _bell.WaitAsync(source.Token).AsTask();
        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => wait.Limit());
        _bell.Ring(3);
        await _bell.WaitAsync().Limit();
        Assert.True(_bell.TryTake(out var key));
        Assert.Equal(3, key);
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_bell_that_is_armed_anew_rings_once_with_the_last_key(HopKind kind)
    {
        var hop = kind.Create<int>(new(1));
        Assert.True(hop.Reader.TryArm(_bell, 1));
        Assert.True(hop.Reader.TryArm(_bell, 2));
        hop.Writer.TryWrite(1);
        Assert.True(_bell.TryTake(out var key));
        Assert.Equal(2, key);
        Assert.False(_bell.TryTake(out _));

        Assert.True(hop.Writer.TryArm(_bell, 3));
        Assert.True(hop.Writer.TryArm(_bell, 4));
        hop.Reader.TryRead(out _);
        Assert.True(_bell.TryTake(out key));
        Assert.Equal(4, key);
        Assert.False(_bell.TryTake(out _));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_readers_own_bell_rings_when_it_goes(HopKind kind)
    {
        var hop = kind.Create<int>(new(4));
        Assert.True(hop.Reader.TryArm(_bell, 6));
        hop.Reader.Abandon();
        Assert.True(_bell.TryTake(out var key));
        Assert.Equal(6, key);
    }

    [Fact]
    public async Task A_token_cancelled_before_is_heeded_though_it_has_rung()
    {
        _bell.Ring(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bell.WaitAsync(new CancellationToken(canceled: true)).AsTask());
        Assert.True(_bell.TryTake(out _));
    }

    [Fact]
    public async Task To_arm_a_hop_while_its_reader_waits_is_refused_though_it_was_armed_before()
    {
        var hop = Hop<int>.Create(new(4));
        Assert.True(hop.Reader.TryArm(_bell, 0));
        hop.Writer.TryWrite(1);
        Assert.True(hop.Reader.TryRead(out _));

        var wait = hop.Reader.WaitToReadAsync();
        Assert.False(wait.IsCompleted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Run(() => hop.Reader.TryArm(_bell, 0)).Limit());

        hop.Writer.TryWrite(2);
        Assert.True(await wait);
    }
}
