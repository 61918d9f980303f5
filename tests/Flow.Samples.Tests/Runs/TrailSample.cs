using Flow;

namespace Samples.Runs;

public sealed class TrailSample
{
    [Fact]
    public async Task An_order_is_followed_until_it_is_an_invoice()
    {
        var billing = Pipeline.Of<Order>().Map("bill", static order => new Invoice(order));
        var orders = Enumerable.Range(0, 10).Select(static number => new Order(number));

        var trail = new Trail(static item => item is Order { Number: 7 } or Invoice { Order.Number: 7 });
        await using var run = billing.Run(orders, Sink.Ignore<Invoice>(), new RunOptions { Trail = trail });
        await run.Completion;
        foreach (var passage in trail.Passages) Console.WriteLine(passage);

        Assert.Equal(2, trail.Passages.Count);
    }

    private sealed record Order(int Number);

    private sealed record Invoice(Order Order);
}
