using System.Globalization;
using System.Threading.Channels;
using Flow;

namespace Samples.Readme;

internal sealed record Order(int Id, decimal Price)
{
    public static Order Parse(string line) => new(int.Parse(line, CultureInfo.InvariantCulture), 0);
}

/// <summary>A store that needs its time for every batch.</summary>
internal sealed class SlowStore(List<int> stored) : IStage<Order[], Order[]>
{
    public async ValueTask RunAsync(
        ChannelReader<Order[]> input, ChannelWriter<Order[]> output, CancellationToken cancellationToken)
    {
        await foreach (var orders in input.ReadAllAsync(cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, cancellationToken);
            stored.AddRange(orders.Select(order => order.Id));
            await output.WriteAsync(orders, cancellationToken);
        }
    }
}
