using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Hops;

public sealed class FigureTests
{
    private const int ManyWaits = 200;

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [ClassData<EveryHop>]
    public void A_hop_has_the_name_it_was_given_or_none_of_its_own(HopKind kind)
    {
        Assert.Equal("orders", kind.Create<int>(new(1) { Name = "orders" }).Name);
        Assert.Equal("hop", kind.Create<int>(new(1)).Read().Name);
    }

    [Theory]
    [ClassData<OwnHops>]
    public void A_hop_says_what_its_bound_counts(HopKind kind)
    {
        Assert.Equal(HopUnit.Items, kind.Create<int>(new(1)).Read().Unit);
        Assert.Equal(HopUnit.Weight, kind.Create<int>(new(1) { Weigh = static item => item }).Read().Unit);
    }

    [Theory]
    [ClassData<EveryHop>]
    public void Waits_at_a_doorbell_are_timed_too(HopKind kind)
    {
        var (hop, bell) = (kind.Create<int>(new(1), _time), new Doorbell(_time));
        Assert.True(hop.Reader.TryArm(bell, 0));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), hop.Read().Starved);
        hop.Writer.TryWrite(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), hop.Read().Starved);

        Assert.True(hop.Writer.TryArm(bell, 1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(hop.Writer.TryArm(bell, 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(hop.Reader.TryRead(out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(4), hop.Read().Blocked);
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task Waits_are_timed_by_the_clock_of_the_hop(HopKind kind)
    {
        var hop = kind.Create<int>(new(1), _time);
        var read = hop.Reader.ReadAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));
        hop.Writer.TryWrite(1);
        Assert.Equal(1, await read.Limit());

        hop.Writer.TryWrite(2);
        var write = hop.Writer.WriteAsync(3).AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(hop.Reader.TryRead(out _));
        await write.Limit();

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), (hop.Read().Starved, hop.Read().Blocked));
    }

    [Fact]
    public async Task All_waits_are_timed_by_a_clock_that_is_not_the_systems()
    {
        var hop = Hop<int>.Create(new(1), _time);
        for (var wait = 0; wait < ManyWaits; wait++) await WaitAsync(hop, () => _time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(TimeSpan.FromSeconds(ManyWaits), hop.Read().Starved);
    }

    [Fact]
    public async Task By_the_systems_clock_the_first_waits_are_timed_finely_and_all_of_them_near_enough()
    {
        var (hop, started) = (Hop<int>.Create(new(1)), TimeProvider.System.GetTimestamp());
        // A coarse clock only ever shows whole milliseconds.
        await WaitAsync(hop, () => Assert.True(SpinWait.SpinUntil(() => hop.Read().Starved.Ticks % TimeSpan.TicksPerMillisecond != 0, Within.Patience)));
        for (var wait = 0; wait < ManyWaits; wait++) await WaitAsync(hop, static () => { });

        var before = hop.Read().Starved;
        await WaitAsync(hop, () => Assert.True(SpinWait.SpinUntil(() => hop.Read().Starved - before >= TimeSpan.FromMilliseconds(20), Within.Patience)));
        Assert.InRange(hop.Read().Starved, before, TimeProvider.System.GetElapsedTime(started) + Within.Patience);
    }

    [Theory]
    [ClassData<OwnHops>]
    public void A_batch_is_what_has_come_since_the_last_look_and_the_peak_the_most_that_was_found(HopKind kind)
    {
        var hop = kind.Create<int>(new(8));
        Assert.False(hop.Reader.TryRead(out _));
        hop.Writer.TryWrite([1, 2, 3]);
        while (hop.Reader.TryRead(out _)) { }
        hop.Writer.TryWrite(4);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.False(hop.Reader.TryRead(out _));

        Assert.Equal((2, 3), (hop.Read().Batches, hop.Read().Peak));
    }

    [Theory]
    [ClassData<OwnHops>]
    public void The_peak_of_a_hop_bounded_by_weight_is_a_weight(HopKind kind)
    {
        var hop = kind.Create<int>(new(10) { Weigh = static item => item });
        hop.Writer.TryWrite([4, 5]);
        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(hop.Reader.TryRead(out _));
        hop.Writer.TryWrite(5);
        Assert.True(hop.Reader.TryPeek(out _));
        Assert.False(hop.Writer.TryWrite(6));

        Assert.Equal((9, 5), (hop.Read().Peak, hop.Read().Occupancy));
    }

    [Theory]
    [ClassData<EveryHop>]
    public void An_item_that_was_taken_and_given_up_counts_as_released(HopKind kind)
    {
        var rented = new Rented();
        var hop = kind.Create<Rented>(new(4));
        hop.Writer.TryWrite(rented);
        Assert.True(hop.Reader.TryRead(out var taken));
        hop.ReleaseTaken(taken, ReleaseReason.Faulted);

        Assert.Equal((1, 0, 1, 0, 1), (hop.Read().Items, hop.Read().Delivered, hop.Read().Faulted, hop.Read().Held, rented.Disposals));
    }

    [Fact]
    public void What_was_released_is_the_sum_of_all_reasons() => Assert.Equal(
        15, new HopReading { Name = "hop", Capacity = 1, Items = 15, Dropped = 1, Abandoned = 2, Cancelled = 4, Faulted = 8 }.Released);

    [Theory]
    [ClassData<EveryHop>]
    public void The_peak_stays_when_less_is_found_and_nothing_has_fallen(HopKind kind)
    {
        var hop = kind.Create<int>(new(8));
        hop.Writer.TryWrite([1, 2, 3]);
        Assert.Equal(2, hop.Reader.TryRead(new int[2].AsSpan()));
        Assert.True(hop.Reader.TryRead(out _));
        hop.Writer.TryWrite(4);
        Assert.True(hop.Reader.TryRead(out _));
        hop.Writer.TryWrite([5, 6]);

        var reading = hop.Read();
        Assert.Equal((3, 2, 0, 6, 4), (reading.Peak, reading.Held, reading.Dropped, reading.Items, reading.Delivered));
        Assert.True(hop.Reader.CanCount);
    }

    [Theory]
    [ClassData<EveryHop>]
    public async Task A_wait_that_found_something_is_a_batch(HopKind kind)
    {
        var hop = kind.Create<int>(new(8));
        hop.Writer.TryWrite([1, 2]);
        Assert.True(await hop.Reader.WaitToReadAsync());
        Assert.Equal(2, hop.Reader.TryRead(new int[8].AsSpan()));

        Assert.Equal(1, hop.Read().Batches);
    }

    [Theory]
    [ClassData<OwnHops>]
    public async Task What_a_tenant_waited_counts_on_with_the_next(HopKind kind)
    {
        var hop = kind.Create<int>(new(8), _time);
        var first = hop.LeaseReader();
        var wait = first.WaitToReadAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        ((ILease)first).Fence();
        Assert.False(await wait.Limit());
        _ = first.WaitToReadAsync();

        var read = hop.LeaseReader().ReadAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));
        hop.Writer.TryWrite(1);
        Assert.Equal(1, await read.Limit());
        Assert.Equal(TimeSpan.FromSeconds(3), hop.Read().Starved);
    }

    [Theory]
    [InlineData(HopKind.Ring)]
    [InlineData(HopKind.StandIn)]
    public void A_wait_that_ends_while_it_is_looked_at_counts_as_long_as_it_was_and_the_next_one_no_time_yet(HopKind kind)
    {
        var (time, bell) = (new InterruptedTime(_time), new Doorbell());
        var hop = kind.Create<int>(new(1), time);
        Assert.True(hop.Reader.TryArm(bell, 0));
        _time.Advance(TimeSpan.FromSeconds(1));
        time.Meanwhile = () =>
        {
            Assert.True(hop.Writer.TryWrite(1));
            Assert.True(hop.Reader.TryRead(out _));
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.True(hop.Reader.TryArm(bell, 1));
        };

        Assert.Equal(TimeSpan.FromSeconds(1), hop.Read().Starved);
        Assert.Null(time.Meanwhile);
    }

    // One wait of the reader's, during which something happens.
    private static async Task WaitAsync(Hop<int> hop, Action meanwhile)
    {
        var read = hop.Reader.ReadAsync().AsTask();
        meanwhile();
        hop.Writer.TryWrite(1);
        await read.Limit();
    }

    /// <summary>A clock, before whose next reading something else happens.</summary>
    private sealed class InterruptedTime(TimeProvider time) : TimeProvider
    {
        public Action? Meanwhile { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp()
        {
            var meanwhile = Meanwhile;
            Meanwhile = null;
            meanwhile?.Invoke();
            return time.GetTimestamp();
        }
    }
}
