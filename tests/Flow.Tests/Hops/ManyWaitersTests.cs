using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Hops;

/// <summary>Ends that any number may wait at.</summary>
public sealed class ManyWaitersTests
{
    [Fact]
    public async Task One_item_goes_to_one_of_the_readers_that_wait_and_the_others_wait_on()
    {
        var hop = HopKind.ManyReaders.Create<int>(new(4));
        var reads = Enumerable.Range(0, 3).Select(_ => hop.Reader.ReadAsync().AsTask()).ToList();

        for (var item = 1; item <= 3; item++)
        {
            hop.Writer.TryWrite(item);
            var first = await Task.WhenAny(reads).Limit();
            Assert.Equal(item, await first);
            reads.Remove(first);
            Assert.All(reads, static read => Assert.False(read.IsCompleted));
        }
    }

    [Fact]
    public async Task All_readers_that_wait_are_told_of_the_end()
    {
        var hop = HopKind.ManyReaders.Create<int>(new(4));
        var waits = Enumerable.Range(0, 3).Select(_ => hop.Reader.WaitToReadAsync().AsTask()).ToList();

        hop.Writer.Complete();

        Assert.All(await Task.WhenAll(waits).Limit(), Assert.False);
    }

    [Fact]
    public async Task Every_writer_that_waits_gets_its_item_in()
    {
        var hop = HopKind.ManyWriters.Create<int>(new(1));
        hop.Writer.TryWrite(0);
        var writes = Enumerable.Range(1, 3).Select(item => hop.Writer.WriteAsync(item).AsTask()).ToList();
        var items = new List<int>();

        while (items.Count < 4) items.Add(await hop.Reader.ReadAsync().AsTask().Limit());

        await Task.WhenAll(writes).Limit();
        Assert.Equal([0, 1, 2, 3], items.Order());
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_among_others_ends_alone()
    {
        using var source = new CancellationTokenSource();
        var hop = HopKind.ManyReaders.Create<int>(new(4));
        var before = hop.Reader.WaitToReadAsync().AsTask();
        var cancelled = hop.Reader.WaitToReadAsync(source.Token).AsTask();
        var after = hop.Reader.WaitToReadAsync().AsTask();

        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled.Limit());
        Assert.False(before.IsCompleted || after.IsCompleted);

        hop.Writer.TryWrite(1);
        Assert.True(await before.Limit() && await after.Limit());
    }

    [Fact]
    public async Task A_bell_that_is_armed_anew_rings_with_the_last_key_only()
    {
        var bell = new Doorbell();
        var hop = HopKind.ManyReaders.Create<int>(new(4));
        var other = hop.Reader.WaitToReadAsync().AsTask();
        Assert.True(hop.Reader.TryArm(bell, 1));
        Assert.True(hop.Reader.TryArm(bell, 2));

        hop.Writer.TryWrite(1);

        Assert.True(await other.Limit());
        Assert.True(bell.TryTake(out var key));
        Assert.Equal(2, key);
        Assert.False(bell.TryTake(out _));
    }

    [Fact]
    public async Task Waits_side_by_side_are_timed_each()
    {
        var time = new FakeTimeProvider();
        var hop = HopKind.ManyReaders.Create<int>(new(4), time);
        var first = hop.Reader.WaitToReadAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        var second = hop.Reader.WaitToReadAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(5), hop.Read().Starved);

        hop.Writer.Complete();
        await Task.WhenAll(first, second).Limit();
        Assert.Equal(TimeSpan.FromSeconds(5), hop.Read().Starved);
    }

    [Fact]
    public async Task Each_of_many_writers_waits_for_the_room_of_its_own_item()
    {
        var hop = Hop<int>.Create(new(100) { Weigh = static item => item, SingleWriter = false });
        Assert.True(hop.Writer.TryWrite(10));
        Assert.True(hop.Writer.TryWrite(90));
        using var areRefused = new Barrier(2);
        Task<bool> WaitFor(int weight) => Task.Factory.StartNew(
            () =>
            {
                Assert.False(hop.Writer.TryWrite(weight));
                Assert.True(areRefused.SignalAndWait(Within.Patience));
                return hop.Writer.WaitToWriteAsync().AsTask();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        var (light, heavy) = (WaitFor(1), WaitFor(50));
        await Within.Until(() => ((ISimulatedHop)hop).IsWriterWaiting);

        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(await light.Limit());
        Assert.False(heavy.IsCompleted);

        Assert.True(hop.Reader.TryRead(out _));
        Assert.True(await heavy.Limit());
    }
}
