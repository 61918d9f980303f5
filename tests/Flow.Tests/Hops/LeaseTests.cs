namespace Flow.Tests.Hops;

public sealed class LeaseTests
{
    private readonly Hop<int> _hop = Hop<int>.Create(new(2));

    [Fact]
    public async Task A_fenced_reader_reports_the_end_and_the_next_one_goes_on_where_it_stopped()
    {
        var first = _hop.LeaseReader();
        _hop.Writer.TryWrite([1, 2]);
        Assert.Equal(1, await first.ReadAsync());
        Assert.False(first.Completion.IsCompleted);
        ((ILease)first).Fence();
        Assert.True(first.IsEnded);
        Assert.False(first.TryRead(out _));
        Assert.False(first.TryPeek(out _));
        Assert.False(await first.WaitToReadAsync());
        await first.Completion.Limit();
        Assert.Equal(2, await _hop.LeaseReader().ReadAsync());
    }

    [Fact]
    public async Task A_fence_ends_a_pending_wait_and_rings_a_bell()
    {
        var reader = _hop.LeaseReader();
        var wait = reader.WaitToReadAsync().AsTask();
        ((ILease)reader).Fence();
        Assert.False(await wait.Limit());

        var bell = new Doorbell();
        var next = _hop.LeaseReader();
        Assert.True(next.TryArm(bell, 7));
        ((ILease)next).Fence();
        Assert.True(bell.TryTake(out var key));
        Assert.Equal(7, key);
    }

    // A body may return with a wait nobody fetches the answer of, or a bell armed.
    [Fact]
    public async Task What_one_body_left_pending_does_not_stand_in_the_way_of_the_next()
    {
        var reader = _hop.LeaseReader();
        _ = reader.WaitToReadAsync();
        ((ILease)reader).Fence();
        _hop.LeaseWriter().TryWrite([1, 2]);
        Assert.True(_hop.LeaseWriter().TryArm(new Doorbell(), 0));

        var nextReader = _hop.LeaseReader();
        var write = _hop.LeaseWriter().WriteAsync(3).AsTask();
        Assert.Equal(1, await nextReader.ReadAsync());
        await write.Limit();
    }

    [Fact]
    public void A_body_that_completes_or_abandons_its_lease_ends_its_part_and_not_the_hop()
    {
        var error = new InvalidDataException();
        var writer = _hop.LeaseWriter();
        Assert.True(writer.TryComplete(error));
        Assert.False(writer.TryComplete());
        Assert.False(writer.TryWrite(1));
        Assert.True(((ILease)writer).IsEndedByBody);
        Assert.Same(error, ((ILease)writer).Error);
        Assert.True(_hop.LeaseWriter().TryWrite(1));

        var reader = _hop.LeaseReader();
        reader.Abandon(error);
        Assert.True(((ILease)reader).IsEndedByBody);
        Assert.Same(error, ((ILease)reader).Error);
        Assert.False(_hop.Writer.IsAbandoned);
        Assert.True(_hop.LeaseReader().TryRead(out _));
    }
}
