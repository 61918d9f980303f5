using System.Threading.Channels;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Apps;

/// <summary>Bytes, however they are cut, to the numbers they are.</summary>
internal sealed class NumbersOfBytes : IStage<BufferSlice, int>
{
    public async ValueTask RunAsync(ChannelReader<BufferSlice> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var numbers = new Numbers();
        await foreach (var bytes in input.ReadAllAsync(cancellationToken))
        {
            numbers.Take(bytes);
            while (numbers.Next() is { } number) await output.WriteAsync(number, cancellationToken);
        }
    }
}
