namespace Flow.Tests.Stages;

/// <summary>Sources and sinks that take a span of items at a time.</summary>
public class SpanEndsTests
{
    private const int Many = 10_000;

    public static TheoryData<HopOptions<int>> Hops() =>
        [new HopOptions<int>(1), new HopOptions<int>(7), new HopOptions<int>(1024), new HopOptions<int>(7) { SingleReader = false }, new HopOptions<int>(1024) { Weigh = _ => 1 }];

    [Theory]
    [MemberData(nameof(Hops))]
    public async Task What_a_state_unfolds_to_arrives_in_each_run(HopOptions<int> hop)
    {
        var received = new List<int>();
        var pipeline = Counting(Many).Then(Sink.ForEachSpan<int>("sink", items => received.AddRange(items), hop));

        for (var turn = 0; turn < 2; turn++)
        {
            await using var run = pipeline.Run();
            await run.Completion.Limit();
        }

        Assert.Equal([.. Enumerable.Range(0, Many), .. Enumerable.Range(0, Many)], received);
    }

    [Fact]
    public async Task A_span_has_as_many_items_as_are_there_up_to_a_batch()
    {
        var longest = 0;
        await using var run = Counting(Many)
            .Then(Sink.ForEachSpan<int>("sink", items => longest = Math.Max(longest, items.Length), new HopOptions<int>(1024)))
            .Run();
        await run.Completion.Limit();

        Assert.InRange(longest, 2, 512);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_count_that_does_not_fit_the_span_is_a_fault_that_says_so(int beyond)
    {
        await using var run = Source.UnfoldSpan("source", 0, (ref int _, Span<int> free) => beyond < 0 ? -1 : free.Length + 1)
            .Then(Sink.Ignore<int>())
            .Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("source", fault.Stage);
        Assert.StartsWith($"A source has put {(beyond < 0 ? "-1" : "2")} items into a span of 1;", fault.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_span_arrives_at_which_the_source_throws()
    {
        var received = new List<int>();
        await using var run = Source.UnfoldSpan("source", 0, (ref int next, Span<int> free) =>
            {
                free[0] = next;
                return next++ < 2 ? 1 : throw new FormatException("It was to fail.");
            })
            .Then(Sink.Collect("sink", received))
            .Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal([0, 1], received);
    }

    [Fact]
    public async Task The_items_of_a_span_that_a_sink_throws_at_are_its_own()
    {
        var items = new[] { new Rented(), new Rented(), new Rented() };
        var taken = new List<Rented>();
        await using var run = Source.From("source", items)
            .Then(Sink.ForEachSpan<Rented>("sink", span =>
            {
                taken.AddRange(span);
                throw new FormatException("It was to fail.");
            }))
            .Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.All(items, item => Assert.Equal(taken.Contains(item) ? 0 : 1, item.Disposals));
    }

    private static Pipeline<Nothing, int> Counting(int count) => Source.UnfoldSpan("source", 0, (ref int next, Span<int> free) =>
    {
        var filled = Math.Min(free.Length, count - next);
        for (var i = 0; i < filled; i++) free[i] = next++;
        return filled;
    });
}
