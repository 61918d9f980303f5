using System.Threading.Channels;
using Flow;

namespace Samples.Runs;

public sealed class SwapSample
{
    [Fact]
    public async Task A_stage_is_swapped_while_items_flow()
    {
        var (prices, taxed) = (Hop<decimal>.Create(new(8)), Hop<decimal>.Create(new(8)));
        await using var run = Pipeline.Of<decimal>().Map("tax", price => price * 1.19m).Run(prices.Reader, taxed.Writer);
        await prices.Writer.WriteAsync(100);
        Assert.Equal(119m, await taxed.Reader.ReadAsync());

        await run.SwapAsync("tax", Pipeline.Of<decimal>().Map("tax", price => price * 1.07m));

        await prices.Writer.WriteAsync(100);
        Assert.Equal(107m, await taxed.Reader.ReadAsync());
    }

    [Fact]
    public async Task A_stage_hands_over_its_state()
    {
        var (numbers, totals) = (Hop<int>.Create(new(8)), Hop<int>.Create(new(8)));
        await using var run = Pipeline.Of<int>().Then("total", new Total(factor: 1)).Run(numbers.Reader, totals.Writer);
        await numbers.Writer.WriteAsync(5);
        Assert.Equal(5, await totals.Reader.ReadAsync());

        await run.SwapAsync("total", new Total(factor: 10));            // goes on from the total there is

        await numbers.Writer.WriteAsync(5);
        Assert.Equal(55, await totals.Reader.ReadAsync());
    }
}

internal sealed class Total(int factor) : IStatefulStage<int, int, int>
{
    public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int total, CancellationToken cancellationToken)
    {
        await foreach (var item in input.ReadAllAsync(cancellationToken))
        {
            total += factor * item;
            await output.WriteAsync(total, cancellationToken);
        }

        return total;
    }
}
