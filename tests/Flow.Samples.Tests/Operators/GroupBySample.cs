using Flow;

namespace Samples.Operators;

public sealed class GroupBySample
{
    [Fact]
    public async Task Each_key_has_a_pipeline_of_its_own()
    {
        var totals = Pipeline.Of<Order>()
            .GroupBy("customer", order => order.Customer, customer => Pipeline.Of<Order>()
                    .Scan("total", 0m, (sum, order) => sum + order.Amount)
                    .Map("name", sum => $"{customer}: {sum}"),
                maxKeys: 10_000, idle: TimeSpan.FromMinutes(5));

        var orders = Source.From("orders", [new Order("Ada", 10), new Order("Bo", 5), new Order("Ada", 2)]);
        var lines = await orders.Then(totals).ToListAsync();

        Assert.Equal(["Ada: 10", "Ada: 12"], lines.Where(line => line.StartsWith("Ada", StringComparison.Ordinal)));
        Assert.Equal(["Bo: 5"], lines.Where(line => line.StartsWith("Bo", StringComparison.Ordinal)));
    }

    private sealed record Order(string Customer, decimal Amount);
}
