using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage that sends its items to a worker and gets them back: a cycle of two hops that hold one item each.</summary>
internal class RoundTrip : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var there = Hop<int>.Create(new HopOptions<int>(1) { Name = "there" });
        var back = Hop<int>.Create(new HopOptions<int>(1) { Name = "back" });
        var work = Moving.MoveAsync(there.Reader, back.Writer, cancellationToken).ThenAsync(fault =>
        {
            there.Reader.Abandon(fault);
            back.Writer.TryComplete(fault);
        });
        await Task.WhenAll(work, SendAndReceiveAsync(
            () => Moving.MoveAsync(input, there.Writer, cancellationToken).ThenAsync(fault => there.Writer.TryComplete(fault)),
            () => Moving.MoveAsync(back.Reader, output, cancellationToken).ThenAsync(fault => back.Reader.Abandon(fault))));
    }

    /// <summary>Sends items to the worker, and receives them from it.</summary>
    protected virtual Task SendAndReceiveAsync(Func<Task> send, Func<Task> receive) => Task.WhenAll(send(), receive());
}
