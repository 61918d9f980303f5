using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage that deals its items to two branches, and joins them again in whatever order they come.</summary>
internal class Joining : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        Hop<int>[] branches = [Hop<int>.Create(new HopOptions<int>(2) { Name = "even" }), Hop<int>.Create(new HopOptions<int>(2) { Name = "odd" })];
        await Task.WhenAll(
            DealAsync(input, branches, cancellationToken).ThenAsync(fault => Array.ForEach(branches, branch => branch.Writer.TryComplete(fault))),
            JoinAsync(branches, output, cancellationToken).ThenAsync(fault => Array.ForEach(branches, branch => branch.Reader.Abandon(fault))));
    }

    /// <summary>Whether all is done when so many branches have not ended.</summary>
    protected virtual bool IsDone(int open) => open == 0;

    private static async Task DealAsync(ChannelReader<int> input, Hop<int>[] branches, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item))
            {
                var branch = branches[item % branches.Length].Writer;
                while (!branch.TryWrite(item))
                {
                    if (!await branch.WaitToWriteAsync(cancellationToken)) return;
                }
            }
        }
    }

    private async Task JoinAsync(Hop<int>[] branches, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var bell = new Doorbell();
        var open = branches.Length;
        for (var key = 0; key < branches.Length; key++) bell.Ring(key);
        while (!IsDone(open))
        {
            await bell.WaitAsync(cancellationToken);
            if (!bell.TryTake(out var key)) continue;
            var branch = branches[key].Reader;
            if (branch.TryRead(out var item)) await output.WriteAsync(item, cancellationToken);
            if (branch.TryArm(bell, key)) continue;
            // There is more, or the end, which this shows at once.
            if (await branch.WaitToReadAsync(cancellationToken)) bell.Ring(key);
            else open--;
        }
    }
}
