using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class WhoFailed
{
    [Theory]
    [InlineData("x", "parse: The input string 'x' was not in a correct format.")]
    [InlineData("0", "invert: Attempted to divide by zero.")]
    [InlineData("7", "none")]
    public async Task The_first_fault_with_its_stage(string line, string expected)
    {
        // There are more than fit in between: whoever comes before the fault must not wait for room for ever.
        var lines = Enumerable.Range(1, 1_000).Select(number => number == 50 ? line : $"{number}").ToArray();
        Assert.Equal(expected, await WithDataflowAsync(lines).Limit());
        Assert.Equal(expected, await WithChannelsAsync(lines).Limit());
        Assert.Equal(expected, await WithFlowAsync(lines).Limit());
    }

    private static async Task<string> WithDataflowAsync(IEnumerable<string> lines)
    {
        using var stop = new CancellationTokenSource();
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = 100, CancellationToken = stop.Token };
        var parse = new TransformBlock<string, int>(line => Named("parse", () => Parse(line)), options);
        var invert = new ActionBlock<int>(number => Named("invert", () => 1000 / number), options);
        parse.LinkTo(invert, new DataflowLinkOptions { PropagateCompletion = true });
        // A fault of invert says nothing to parse, which would wait for room for ever.
        var stopping = invert.Completion.ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);

        foreach (var line in lines)
        {
            if (!await parse.SendAsync(line)) break;                  // it has ended
        }

        parse.Complete();
        try
        {
            await Task.WhenAll(parse.Completion, invert.Completion, stopping);
            return "none";
        }
        catch (Exception error)
        {
            return error.GetBaseException().Message;
        }

        // What a block throws says nothing of the block.
        static int Named(string stage, Func<int> call)
        {
            try
            {
                return call();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{stage}: {error.Message}");
            }
        }
    }

    private static async Task<string> WithChannelsAsync(IEnumerable<string> lines)
    {
        using var stop = new CancellationTokenSource();
        var numbers = Channel.CreateBounded<int>(100);
        var parsing = RunAsync("parse", async () =>
        {
            foreach (var line in lines) await numbers.Writer.WriteAsync(Parse(line), stop.Token);
            numbers.Writer.Complete();
        });
        var inverting = RunAsync("invert", async () =>
        {
            await foreach (var number in numbers.Reader.ReadAllAsync(stop.Token)) _ = 1000 / number;
        });
        return await parsing ?? await inverting ?? "none";

        // Without the token the one that is well waits for the other for ever.
        Task<string?> RunAsync(string stage, Func<Task> body) => Task.Run(async () =>
        {
            try
            {
                await body();
                return null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception error)
            {
                stop.Cancel();
                return $"{stage}: {error.Message}";
            }
        });
    }

    private static async Task<string> WithFlowAsync(IEnumerable<string> lines)
    {
        await using var run = Pipeline.Of<string>()
            .Map("parse", Parse)
            .Run(lines, Sink.ForEach<int>("invert", number => _ = 1000 / number));
        try
        {
            await run.Completion;
            return "none";
        }
        catch (StageFaultException fault)
        {
            return $"{fault.Stage}: {fault.InnerException!.Message}";
        }
    }

    private static int Parse(string line) => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
}
