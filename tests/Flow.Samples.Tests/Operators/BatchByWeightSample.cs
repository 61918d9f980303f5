using Flow;

namespace Samples.Operators;

public sealed class BatchByWeightSample
{
    [Fact]
    public async Task Arrays_are_bounded_by_number_weight_and_time()
    {
        var requests = Pipeline.Of<string>()
            .Batch("request", size: 100, within: TimeSpan.FromSeconds(1), weight: 1000, weigh: line => line.Length);

        var lines = Enumerable.Range(1, 20).Select(number => new string('x', number * 20));
        var gathered = await Source.From("lines", lines).Then(requests).ToListAsync();

        Assert.Equal(20, gathered.Sum(lines => lines.Length));
        Assert.All(gathered, lines => Assert.InRange(lines.Sum(line => line.Length), 1, 1000));
    }
}
