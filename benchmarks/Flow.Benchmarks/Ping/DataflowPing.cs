using System.Threading.Tasks.Dataflow;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Ping;

/// <summary>Two parties and two of TPL Dataflow's buffer blocks.</summary>
internal sealed class DataflowPing : IContestant
{
    public string Name => "dataflow";

    public async Task RunAsync(long count)
    {
        var options = new DataflowBlockOptions { BoundedCapacity = 1 };
        var (there, back) = (new BufferBlock<long>(options), new BufferBlock<long>(options));
        await Task.WhenAll(Task.Run(() => AskAsync(there, back, count)), Task.Run(() => AnswerAsync(there, back)));
    }

    private static async Task AskAsync(BufferBlock<long> there, BufferBlock<long> back, long count)
    {
        try
        {
            for (long trip = 0; trip < count; trip++)
            {
                await there.SendAsync(trip);
                if (await back.ReceiveAsync() != trip) throw new IOException($"Item {trip} did not come back.");
            }
        }
        finally
        {
            there.Complete();
        }
    }

    private static async Task AnswerAsync(BufferBlock<long> there, BufferBlock<long> back)
    {
        while (await there.OutputAvailableAsync())
        {
            while (there.TryReceive(out var item)) await back.SendAsync(item);
        }
    }
}
