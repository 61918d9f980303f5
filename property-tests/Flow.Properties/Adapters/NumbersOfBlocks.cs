using System.Buffers;
using System.Threading.Channels;
using Flow.Properties.Bytes;

namespace Flow.Properties.Adapters;

/// <summary>Blocks of bytes to the numbers they are.</summary>
internal sealed class NumbersOfBlocks : IStage<IMemoryOwner<byte>, int>
{
    public async ValueTask RunAsync(ChannelReader<IMemoryOwner<byte>> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var numbers = new Numbers();
        await foreach (var block in input.ReadAllAsync(cancellationToken))
        {
            using (block) numbers.Add(block.Memory.Span);
            while (numbers.Next() is { } number) await output.WriteAsync(number, cancellationToken);
        }
    }
}
