using System.Threading.Tasks.Dataflow;
using Flow;
using Flow.Adapters;

// Trimmed and compiled ahead of time, a pipeline gives what it gives elsewhere. Exits with 0 where it does.
var pipeline = Pipeline.Of<int>()
    .Map("next", number => number + 1)
    .Filter("odd", number => number % 2 == 1, new HopOptions<int>(8))
    .MapAsync("square", async (number, _) =>
    {
        await Task.Yield();
        return (long)number * number;
    }, parallelism: 4)
    .Partition("by size", square => square < 1_000_000 ? 0 : 1,
        ("small", Pipeline.Of<long>().Map("negate", square => -square)),
        ("large", Pipeline.Of<long>().Map("same", square => square, new HopOptions<long>(16) { Weigh = _ => 2 })))
    .Through("half", () => new TransformBlock<long, long>(square => square / 2, new ExecutionDataflowBlockOptions { BoundedCapacity = 8 }))
    .Batch("ten", 10, within: TimeSpan.FromMinutes(1))
    .Expand("apart", batch => batch);

var sum = 0L;
await using var thread = new DedicatedThreadScheduler("collect");
await using var run = pipeline.Run(Enumerable.Range(0, 10_000), Sink.ForEach<long>("sum", half => sum += half), new RunOptions
{
    Scheduler = new CooperativeScheduler(),
    Schedulers = new Dictionary<string, TaskScheduler> { ["sum"] = thread },
});
await run.Completion;

var expected = Enumerable.Range(1, 10_000).Where(number => number % 2 == 1).Select(number => (long)number * number)
    .Sum(square => (square < 1_000_000 ? -square : square) / 2);
Console.WriteLine(pipeline);
Console.WriteLine(run.Snapshot());
Console.WriteLine($"{sum}, and {expected} was to come out");

var replaced = pipeline.Replace("next", Pipeline.Of<int>().Map("fail", number => 1 / (number - 100)));
var fault = "";
await using var faulty = replaced.Run(Enumerable.Range(0, 10_000), Sink.Ignore<long>());
try
{
    await faulty.Completion;
}
catch (StageFaultException caught)
{
    fault = caught.Stage;
}

Console.WriteLine($"the fault is that of '{fault}'");

var adapted = await AllAdapters.CountAsync(10_000);
Console.WriteLine($"{adapted} items came through all adapters, and 10000 was to come out");
return sum == expected && fault == "next" && adapted == 10_000 ? 0 : 1;
