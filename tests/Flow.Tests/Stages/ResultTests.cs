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
}
