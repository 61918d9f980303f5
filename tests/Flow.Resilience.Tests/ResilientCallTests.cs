using System.Threading.Channels;
using Flow.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Flow.Resilience.Tests;

/// <summary>Calls that fail now and then, simulated in virtual time: retries that left the stage's scheduler would be found.</summary>
public class ResilientCallTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_call_that_fails_is_retried_and_order_stays(int parallelism)
    {
        var simulation = new SimulationScheduler(SchedulePolicy.Random(seed: 1));
        var (time, received, calls) = (simulation.Time, new List<int>(), 0);
        var retrying = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 5, Delay = TimeSpan.FromSeconds(1) }).Build();
        simulation.Run(async () =>
        {
            var pipeline = Source.From("source", Enumerable.Range(0, 20)).MapAsync("call", retrying, async (item, _) =>
            {
                await Task.Yield();
                return ++calls % 3 == 0 ? throw new FormatException() : item;
            }, parallelism);

            await using var run = pipeline.Then(Sink.ForEach<int>("sink", received.Add))
                .Run(new RunOptions { Scheduler = TaskScheduler.Current, TimeProvider = time });
            await run.Completion;
        });

        Assert.Equal(Enumerable.Range(0, 20), received);
        Assert.True(calls > 20);
    }

    [Fact]
    public void What_an_open_circuit_refuses_becomes_a_dead_letter()
    {
        var simulation = new SimulationScheduler(SchedulePolicy.Random(seed: 1));
        var time = simulation.Time;
        var (received, letters) = (new List<int>(), Channel.CreateUnbounded<DeadLetter<int>>());
        var breaking = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                BreakDuration = TimeSpan.FromDays(1),
            }).Build();
        simulation.Run(async () =>
        {
            var pipeline = Source.From("source", Enumerable.Range(0, 6))
                .MapAsync("call", breaking, (item, _) => item < 2 ? ValueTask.FromResult(item) : throw new FormatException());

            await using var run = pipeline.Then(Sink.ForEach<int>("sink", received.Add))
                .OnFault("call", FaultPolicy.Skip(letters.Writer))
                .Run(new RunOptions { Scheduler = TaskScheduler.Current, TimeProvider = time });
            await run.Completion;
        });

        Assert.Equal([0, 1], received);
        var dead = new List<DeadLetter<int>>();
        while (letters.Reader.TryRead(out var letter)) dead.Add(letter);
        Assert.Equal([2, 3, 4, 5], dead.Select(letter => letter.Item));
        Assert.IsType<FormatException>(dead[0].Error);
        Assert.IsType<BrokenCircuitException>(dead[^1].Error);
    }
}
