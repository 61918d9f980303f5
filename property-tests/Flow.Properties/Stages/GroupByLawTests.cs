using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Stages;

/// <summary>Keys that come, go idle and come again, simulated in virtual time.</summary>
public sealed class GroupByLawTests
{
    [Property(MaxTest = 300)]
    public void Keys_keep_their_order_and_their_bound_however_they_come_and_go(int seed, byte items, byte keys, byte places, byte bound)
    {
        var simulation = new SimulationScheduler(SchedulePolicy.Random(seed));
        var time = simulation.Time;
        var random = new Random(seed);
        var idle = TimeSpan.FromMilliseconds(10);
        var maxKeys = 1 + (places % 5);
        var live = new Dictionary<int, int>();
        var (most, made) = (0, 0);
        HopOptions<(int Key, int Number)> hop = new(1 + (bound % 4));

        async IAsyncEnumerable<(int Key, int Number)> ComeAndGo()
        {
            for (var number = 0; number < items; number++)
            {
                if (random.Next(3) == 0) await Task.Delay(TimeSpan.FromMilliseconds(random.Next(30)), time);
                yield return (random.Next(1 + (keys % 8)), number);
            }
        }

        Pipeline<(int Key, int Number), (int Key, int Number)> Each(int key) =>
            Pipeline.Of<(int Key, int Number)>().Then<(int Key, int Number)>("count", async (input, output, token) =>
            {
                made++;
                live[key] = live.GetValueOrDefault(key) + 1;
                Assert.Equal(1, live[key]);
                most = Math.Max(most, live.Values.Sum());
                await foreach (var item in input.ReadAllAsync(token))
                {
                    if (random.Next(4) == 0) await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20)), time, token);
                    await output.WriteAsync(item, token);
                }

                live[key]--;
            }, hop);

        var received = new List<(int Key, int Number)>();
        var given = new List<(int Key, int Number)>();
        simulation.Run(async () =>
        {
            await using var run = Source.From("source", ComeAndGo())
                .Tap("given", given.Add)
                .GroupBy("key", item => item.Key, Each, maxKeys, idle, hop)
                .Then(Sink.Collect("keep", received, hop))
                .Run(new RunOptions { Scheduler = simulation, TimeProvider = time });
            await run.Completion;
        });

        Assert.Equal(given.Order(), received.Order());
        Assert.All(received.GroupBy(item => item.Key), group => Assert.Equal(group.OrderBy(item => item.Number), group));
        Assert.InRange(most, 0, maxKeys);
        Assert.InRange(made, given.Select(item => item.Key).Distinct().Count(), items);
        Assert.Equal(0, time.TimersSet);
    }
}
