using System.Threading.Channels;

namespace Flow.Tests.Stages;

public class DuplexTests
{
    private static readonly Duplex<int, string, string, int> Encoding = Duplex.Of(
        down: Pipeline.Of<int>().Map("encode", x => $"{x}"),
        up: Pipeline.Of<string>().Map("decode", int.Parse));

    [Fact]
    public async Task What_goes_down_comes_up_through_the_same_layers()
    {
        var stack = Encoding.Atop(Duplex.Of("framing", new Framing())).Join(Pipeline.Of<string>().Map("wire", x => x.ToUpperInvariant()));

        Assert.Equal(Enumerable.Range(0, 1000), await stack.CollectAsync(Enumerable.Range(0, 1000)));
        Assert.Equal(["encode", "framing", "framing/wire", "decode"], stack.Stages);
        Assert.Contains("framing: [256] -> wire", stack.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_below_a_layer_is_replaced_by_its_path()
    {
        var sent = new List<string>();
        var stack = Duplex.Of("framing", new Framing()).Join(Pipeline.Of<string>());

        var watched = stack.Replace("framing/pass", Pipeline.Of<string>().Tap("wire", sent.Add)).Replace("framing.framing/pass", new HopOptions<string>(1));

        Assert.Equal(["a", "b"], await watched.CollectAsync(["a", "b"]));
        Assert.Equal(["<a>", "<b>"], sent);
    }

    [Fact]
    public async Task One_direction_ends_and_the_other_brings_up_what_is_still_below()
    {
        var stack = Duplex.Of("framing", new Framing()).Join(Pipeline.Of<string>().Batch("all", 1000).Flatten("again"));

        // Nothing comes up before all has gone down.
        Assert.Equal(["a", "b", "c"], await stack.CollectAsync(["a", "b", "c"]));
    }

    [Fact]
    public async Task A_fault_of_a_layer_is_its_own()
    {
        var received = new List<string>();
        var stack = Duplex.Of("framing", new Framing()).Join(Pipeline.Of<string>());

        await using var run = stack.Run(["a", "b", "bad", "c"], Sink.Collect("keep", received));
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("framing", fault.Stage);
        Assert.IsType<FormatException>(fault.InnerException);
        Assert.Equal(["a", "b"], received);
    }

    [Fact]
    public async Task A_reader_above_that_goes_ends_all_the_layers()
    {
        var stack = Encoding.Atop(Duplex.Of("framing", new Framing())).Join(Pipeline.Of<string>());

        Assert.Equal(Enumerable.Range(0, 5), await stack.Take("five", 5).CollectAsync(Sequences.Endless));
    }

    [Fact]
    public async Task A_layer_whose_one_reader_has_gone_and_that_writes_there_has_not_faulted()
    {
        var stack = Duplex.Of("layer", new Insisting()).Join(Pipeline.Of<string>().Take("one", 1));

        await using var run = stack.Run(["a", "b", "c"], Sink.Ignore<string>());

        await run.Completion.Limit();
    }

    /// <summary>Writes what comes from above below until nobody takes it any more, and throws what that throws.</summary>
    private sealed class Insisting : IDuplexStage<string, string, string, string>
    {
        public async ValueTask RunAsync(
            ChannelReader<string> fromAbove,
            ChannelWriter<string> toBelow,
            ChannelReader<string> fromBelow,
            ChannelWriter<string> toAbove,
            CancellationToken cancellationToken)
        {
            while (true) await toBelow.WriteAsync("again", CancellationToken.None);
        }
    }

    /// <summary>Puts each text in brackets on its way down, and takes it out on its way up.</summary>
    private sealed class Framing : IDuplexStage<string, string, string, string>
    {
        public async ValueTask RunAsync(
            ChannelReader<string> fromAbove,
            ChannelWriter<string> toBelow,
            ChannelReader<string> fromBelow,
            ChannelWriter<string> toAbove,
            CancellationToken cancellationToken)
        {
            await Task.WhenAll(
                MoveAsync(fromAbove, toBelow, text => text == "bad" ? throw new FormatException() : $"<{text}>", cancellationToken),
                MoveAsync(fromBelow, toAbove, text => text.Trim('<', '>').ToLowerInvariant(), cancellationToken));
        }

        private static async Task MoveAsync(
            ChannelReader<string> from, ChannelWriter<string> to, Func<string, string> change, CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var text in from.ReadAllAsync(cancellationToken)) await to.WriteAsync(change(text), cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                to.TryComplete(fault);
                (from as HopReader<string>)?.Abandon(fault);
                throw;
            }

            to.TryComplete();
            (from as HopReader<string>)?.Abandon();
        }
    }
}
