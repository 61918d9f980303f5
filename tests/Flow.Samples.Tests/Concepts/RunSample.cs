using System.Globalization;
using Flow;

namespace Samples.Concepts;

public sealed class RunSample
{
    [Fact]
    public async Task A_run_is_drained_and_has_its_schedulers()
    {
        var received = new List<string>();
        var numbers = Source.From<int>("numbers", async (writer, cancellationToken) =>
        {
            for (var number = 0; ; number++) await writer.WriteAsync(number, cancellationToken);
        });
        var write = Pipeline.Of<int>().Map("write", number => number.ToString(CultureInfo.InvariantCulture));

        var oneAtATime = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await using var run = write.Run(numbers, Sink.ForEach<string>("collect", received.Add), new RunOptions
        {
            Name = "counting",
            Schedulers = new Dictionary<string, TaskScheduler> { ["write"] = oneAtATime },
        });

        await run.DrainAsync();                               // the source ends; what is in flight arrives

        Assert.Equal(Enumerable.Range(0, received.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)), received);
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(0, hop.Reading.Released));
        Assert.Equal("counting", run.Name);
    }

    [Fact]
    public async Task A_run_reports_its_first_fault()
    {
        var parsed = new List<int>();
        string[] lines = ["1", "2", "three", "4"];
        var parsing = Pipeline.Of<string>().Map("parse", line => int.Parse(line, CultureInfo.InvariantCulture));
        string? stage = null;

        await using var run = parsing.Run(lines, Sink.ForEach<int>("collect", parsed.Add));
        try
        {
            await run.Completion;
        }
        catch (StageFaultException fault)
        {
            Console.WriteLine($"{fault.Stage}: {fault.InnerException!.Message}");
            stage = fault.Stage;
        }

        Assert.Equal("parse", stage);
        Assert.Equal([1, 2], parsed);
    }
}
