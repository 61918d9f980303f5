namespace Flow.Tests.Stages;

public class ResultTests
{
    private static readonly Pipeline<Nothing, int> Numbers = Source.From("numbers", Enumerable.Range(1, 4));

    [Fact]
    public async Task A_source_gives_a_list_or_a_fold()
    {
        Assert.Equal([1, 2, 3, 4], await Results.ToListAsync(Numbers).Limit());
        Assert.Equal("-1234", await Numbers.AggregateAsync("-", (text, x) => text + x).Limit());
    }

    [Fact]
    public async Task Or_the_fault_of_its_stage()
    {
        var faulty = Numbers.Map("fail", x => x == 3 ? throw new FormatException() : x);

        Assert.Equal("fail", (await Assert.ThrowsAsync<StageFaultException>(() => faulty.ToListAsync().Limit())).Stage);
        Assert.Equal("fail", (await Assert.ThrowsAsync<StageFaultException>(() => faulty.AggregateAsync(0, (sum, x) => sum + x).Limit())).Stage);
    }

    [Fact]
    public async Task Or_is_cancelled_with_its_token()
    {
        using var stop = new CancellationTokenSource();
        var list = Source.From("never", Sequences.Never).ToListAsync(new RunOptions { CancellationToken = stop.Token });

        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list.Limit());
    }

    [Fact]
    public async Task Names_of_the_library_yield_to_those_of_the_pipeline()
    {
        var collect = Source.From("collect", [1, 2]).Map("collect 2", x => x).Map("aggregate", x => x);
        var named = Pipeline.Of<int>().Map("source", x => x);
        var received = new List<int>();

        Assert.Equal([1, 2], await collect.ToListAsync().Limit());
        Assert.Equal(3, await collect.AggregateAsync(0, (sum, x) => sum + x).Limit());
        await using var run = named.Run([1, 2], Sink.Collect("source 2", received));
        await run.Completion.Limit();
        await using var other = named.Run(Sequences.One(3), Sink.Collect("source 2", received));
        await other.Completion.Limit();

        Assert.Equal([1, 2, 3], received);
        Assert.Equal(["source 3", "source", "source 2"], run.Snapshot().Stages.Select(stage => stage.Path));
    }
}
