using System.Threading.Channels;

namespace Flow.Tests.Hops;

public sealed class FullModeTests
{
    private readonly List<(int Item, ReleaseReason Reason)> _released = [];

    [Theory]
    [InlineData(HopFullMode.DropNewest, new[] { 0, 1, 4 }, new[] { 2, 3 })]
    [InlineData(HopFullMode.DropOldest, new[] { 2, 3, 4 }, new[] { 0, 1 })]
    [InlineData(HopFullMode.DropWrite, new[] { 0, 1, 2 }, new[] { 3, 4 })]
    public void A_full_hop_lets_items_fall_as_its_mode_says(HopFullMode mode, int[] kept, int[] fallen)
    {
        foreach (var inABatch in new[] { false, true })
        {
            _released.Clear();
            var hop = Create(new(3) { FullMode = mode });

            if (inABatch) Assert.Equal(5, hop.Writer.TryWrite([0, 1, 2, 3, 4]));
            else for (var item = 0; item < 5; item++) Assert.True(hop.Writer.TryWrite(item));

            Assert.Equal(fallen.Select(item => (item, ReleaseReason.Dropped)), _released);
            Assert.Equal((5, 2, 3), (hop.Read().Items, hop.Read().Dropped, hop.Read().Held));
            Assert.Equal(kept, Drain(hop));
        }
    }

    [Theory]
    [InlineData(HopFullMode.DropNewest)]
    [InlineData(HopFullMode.DropOldest)]
    [InlineData(HopFullMode.DropWrite)]
    public void A_release_that_throws_at_an_item_that_falls_hides_nothing_the_hop_took(HopFullMode mode)
    {
        foreach (var inABatch in new[] { false, true })
        {
            _released.Clear();
            var errors = new List<string>();
            var hop = Hop<int>.Create(new(1)
            {
                FullMode = mode,
                Release = (item, reason) =>
                {
                    _released.Add((item, reason));
                    if (item is 2 or 4) throw new FormatException($"{item}");
                },
            });

            int[] left = [0, 1, 2, 3, 4, 5];
            for (var call = 0; call < 12 && left.Length > 0; call++)
            {
                Try(() => left = left[(inABatch ? hop.Writer.TryWrite(left) : hop.Writer.TryWrite(left[0]) ? 1 : 0)..]);
            }

            Try(() => hop.Writer.Complete());

            Assert.Equal((6, 5), (hop.Read().Items, hop.Read().Dropped));
            Assert.Equal(Enumerable.Range(0, 6), _released.Select(released => released.Item).Concat(Drain(hop)).Order());
            Assert.Equal(["2", "4"], errors);

            void Try(Action call)
            {
                try
                {
                    call();
                }
                catch (AggregateException several)
                {
                    errors.AddRange(several.InnerExceptions.Select(error => error.Message));
                }
                catch (FormatException error)
                {
                    errors.Add(error.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData(HopFullMode.DropNewest)]
    [InlineData(HopFullMode.DropOldest)]
    [InlineData(HopFullMode.DropWrite)]
    public async Task A_stage_does_not_release_what_its_hop_took_though_the_hops_release_throws(HopFullMode mode)
    {
        var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
        var hop = Hop<Rented>.Create(new(1)
        {
            FullMode = mode,
            Release = (item, _) =>
            {
                item.Dispose();
                if (item == items[5]) throw new FormatException();
            },
        });
        await using var run = Source.From("source", items).Run(hop.Writer);

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("source", fault.Stage);
        Assert.IsType<FormatException>(fault.InnerException);
        hop.Reader.Abandon();
        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Theory]
    [InlineData(HopFullMode.DropNewest)]
    [InlineData(HopFullMode.DropOldest)]
    [InlineData(HopFullMode.DropWrite)]
    public void A_hop_that_lets_items_fall_never_makes_its_writer_wait(HopFullMode mode)
    {
        var hop = Create(new(1) { FullMode = mode });
        hop.Writer.TryWrite(0);

        Assert.True(hop.Writer.WaitToWriteAsync() is { IsCompletedSuccessfully: true, Result: true });
        Assert.True(hop.Writer.WriteAsync(1).IsCompletedSuccessfully);
    }

    [Fact]
    public void A_heavy_item_makes_as_many_fall_as_it_needs_and_passes_alone_if_it_must()
    {
        var hop = Create(new(10) { FullMode = HopFullMode.DropOldest, Weigh = item => item });

        hop.Writer.TryWrite([3, 3, 4, 6]);
        Assert.Equal([3, 3], _released.Select(released => released.Item));

        hop.Writer.TryWrite(100);
        Assert.Equal([3, 3, 4, 6], _released.Select(released => released.Item));
        Assert.Equal([100], Drain(hop));
    }

    [Fact]
    public void A_closed_hop_takes_nothing_in_any_mode()
    {
        var completed = Create(new(1) { FullMode = HopFullMode.DropOldest });
        completed.Writer.TryWrite(1);
        completed.Writer.Complete();
        var abandoned = Create(new(1) { FullMode = HopFullMode.DropWrite });
        abandoned.Reader.Abandon();

        Assert.False(completed.Writer.TryWrite(2));
        Assert.False(abandoned.Writer.TryWrite(2));
        Assert.Empty(_released);
        Assert.Equal([1], Drain(completed));
    }

    [Fact]
    public void A_stand_in_has_a_full_mode_of_its_own()
    {
        var error = Assert.Throws<ArgumentException>(() => Hop<int>.Create(new(1)
        {
            Name = "orders",
            FullMode = HopFullMode.DropOldest,
            StandIn = () => Channel.CreateBounded<int>(1),
        }));

        Assert.StartsWith("The hop 'orders' has both a stand-in and FullMode = DropOldest,", error.Message, StringComparison.Ordinal);
    }

    private static List<int> Drain(Hop<int> hop)
    {
        var items = new List<int>();
        while (hop.Reader.TryRead(out var item)) items.Add(item);
        return items;
    }

    private Hop<int> Create(HopOptions<int> options) =>
        Hop<int>.Create(options with { Release = (item, reason) => _released.Add((item, reason)) });
}
