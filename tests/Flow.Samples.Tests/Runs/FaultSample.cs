using System.Globalization;
using Flow;
using Flow.Resilience;
using Polly;
using Polly.Retry;

namespace Samples.Runs;

public sealed class FaultSample
{
    [Fact]
    public async Task What_cannot_be_parsed_becomes_a_dead_letter()
    {
        var parsed = new List<int>();
        string[] lines = ["1", "two", "3"];

        var deadLetters = Hop<DeadLetter<string>>.Create(new(100));
        var parsing = Pipeline.Of<string>()
            .Map("parse", line => int.Parse(line, CultureInfo.InvariantCulture))
            .OnFault("parse", FaultPolicy.Skip(deadLetters.Writer));

        await using var run = parsing.Run(lines, Sink.ForEach<int>("collect", parsed.Add));
        await foreach (var letter in deadLetters.Reader.ReadAllAsync())          // ends with the run
        {
            Console.WriteLine($"{letter.Stage}: {letter.Item}: {letter.Error.Message}");
        }

        await run.Completion;
        Assert.Equal([1, 3], parsed);
        Assert.Equal(1, run.Snapshot().Stages[1].Skipped);
    }

    [Fact]
    public async Task A_source_that_fails_now_and_then_is_restarted()
    {
        var (received, attempts) = (new List<int>(), 0);
        var polling = Source.From<int>("poll", async (writer, cancellationToken) =>
        {
            if (++attempts < 3) throw new TimeoutException();
            await writer.WriteAsync(attempts, cancellationToken);
        });
        var (least, greatest) = (TimeSpan.FromTicks(1), TimeSpan.FromTicks(10));

        var restarted = polling.OnFault("poll", FaultPolicy.Restart(least, greatest, attempts: 5));

        await using var run = restarted.Then(Sink.ForEach<int>("collect", received.Add)).Run();
        await run.Completion;
        Assert.Equal([3], received);
    }

    [Fact]
    public async Task A_call_is_retried_by_Polly()
    {
        var calls = 0;
        ValueTask<int> PriceAsync(int item, CancellationToken cancellationToken) =>
            ++calls == 1 ? throw new TimeoutException() : ValueTask.FromResult(item * 2);
        var options = new RetryStrategyOptions { Delay = TimeSpan.Zero };
        var prices = new List<int>();

        var resilience = new ResiliencePipelineBuilder().AddRetry(options).Build();
        var pricing = Pipeline.Of<int>().MapAsync("price", resilience, PriceAsync);

        await using var run = pricing.Run([1, 2, 3], Sink.ForEach<int>("collect", prices.Add));
        await run.Completion;
        Assert.Equal([2, 4, 6], prices);
    }
}
