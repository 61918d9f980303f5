namespace Flow.Tests.Hops;

public sealed class LeaseTests
{
    [Theory]
    [ClassData<EveryHop>]
    public async Task A_fenced_reader_reports_the_end_and_the_next_one_goes_on_where_it_stopped(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var first = hop.LeaseReader();
        hop.Writer.TryWrite([1, 2]);
        Assert.Equal(1, await first.ReadAsync());
        var (completion, again) = (first.Completion, first.Completion);
        Assert.False(completion.IsCompleted);
        ((ILease)first).Fence();
        Assert.True(first.IsEnded);
        Assert.False(first.TryRead(out _));
        Assert.False(first.TryPeek(out _));
        Assert.False(await first.WaitToReadAsync());
        await Task.WhenAll(completion, again, first.Completion).Limit();
        var second = hop.LeaseReader();
        ((ILease)second).Fence();
        await second.Completion.Limit();
        Assert.Equal(2, await hop.LeaseReader().ReadAsync());
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_fence_ends_a_pending_wait_and_rings_a_bell(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var reader = hop.LeaseReader();
        var wait = reader.WaitToReadAsync().AsTask();
        ((ILease)reader).Fence();
        Assert.False(await wait.Limit());

        var bell = new Doorbell();
        var next = hop.LeaseReader();
        Assert.True(next.TryArm(bell, 7));
        ((ILease)next).Fence();
        Assert.True(bell.TryTake(out var key));
        Assert.Equal(7, key);
    }

    // A body may return with a wait nobody fetches the answer of, or a bell armed.
    [Theory]
    [ClassData<EveryHop>]
    public async Task What_one_body_left_pending_does_not_stand_in_the_way_of_the_next(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var reader = hop.LeaseReader();
        _ = reader.WaitToReadAsync();
        ((ILease)reader).Fence();
        hop.LeaseWriter().TryWrite([1, 2]);
        Assert.True(hop.LeaseWriter().TryArm(new Doorbell(), 0));

        var nextReader = hop.LeaseReader();
        var write = hop.LeaseWriter().WriteAsync(3).AsTask();
        Assert.Equal(1, await nextReader.ReadAsync());
        await write.Limit();
        Assert.Equal(2, nextReader.TryRead(new int[2].AsSpan()));
        var read = nextReader.ReadAsync().AsTask();
        Assert.False(read.IsCompleted);
        Assert.True(hop.Writer.TryWrite(4));
        Assert.Equal(4, await read.Limit());
    }

    [Theory]
    [ClassData<EveryHop>]
    public void A_body_that_completes_or_abandons_its_lease_ends_its_part_and_not_thehop(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var error = new InvalidDataException();
        var writer = hop.LeaseWriter();
        Assert.True(writer.TryComplete(error));
        Assert.False(writer.TryComplete());
        Assert.False(writer.TryWrite(1));
        Assert.True(((ILease)writer).IsEndedByBody);
        Assert.Same(error, ((ILease)writer).Error);
        Assert.True(hop.LeaseWriter().TryWrite(1));

        var reader = hop.LeaseReader();
        reader.Abandon(error);
        Assert.True(((ILease)reader).IsEndedByBody);
        Assert.Same(error, ((ILease)reader).Error);
        Assert.False(reader.TryRead(out _));
        Assert.False(hop.Writer.IsAbandoned);
        Assert.True(hop.LeaseReader().TryRead(out _));
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_fenced_end_moves_no_batches_and_ends_its_waits(HopKind kind)
    {
        var hop = kind.Create<int>(new(2));
        var (reader, writer) = (hop.LeaseReader(), hop.LeaseWriter());
        Assert.Equal(2, writer.TryWrite([1, 2, 3]));
        var wait = writer.WaitToWriteAsync().AsTask();
        ((ILease)writer).Fence();
        Assert.False(await wait.Limit());
        ((ILease)reader).Fence();
        Assert.Equal(0, reader.TryRead(new int[2].AsSpan()));
        Assert.Equal(2, hop.LeaseReader().TryRead(new int[2].AsSpan()));
        Assert.Equal(0, writer.TryWrite([4]));
        Assert.False(writer.TryWrite(4));

        var next = hop.LeaseWriter();
        Assert.Equal(2, next.TryWrite([4, 5]));
        var bell = new Doorbell();
        Assert.True(next.TryArm(bell, 3));
        ((ILease)next).Fence();
        Assert.True(bell.TryTake(out _));
    }
}
