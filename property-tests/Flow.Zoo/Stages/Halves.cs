using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage of two halves, which run beside each other with a hop between them.</summary>
internal class Halves : IStage<int, int>
{
    /// <summary>How many items are between the halves at most.</summary>
    protected virtual int Between => 2;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var hop = Hop<int>.Create(new HopOptions<int>(Between) { Name = "between" });
        await Task.WhenAll(
            Moving.MoveAsync(input, hop.Writer, cancellationToken).ThenAsync(fault => TellDownstream(hop.Writer, fault)),
            Moving.MoveAsync(hop.Reader, output, cancellationToken).ThenAsync(fault => TellUpstream(hop.Reader, fault)));
    }

    /// <summary>Tells the first half that nobody takes any more what it makes.</summary>
    protected virtual void TellUpstream(HopReader<int> hop, Exception? fault) => hop.Abandon(fault);

    /// <summary>Tells the second half that the first has ended, and with what.</summary>
    protected virtual void TellDownstream(HopWriter<int> hop, Exception? fault) => hop.TryComplete(fault);
}
