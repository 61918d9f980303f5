using System.Collections;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

/// <summary>A stage has failed, what it made before waits for room, and then the run is stopped: the fault is what the run reports.</summary>
public class FaultBeforeStopTests
{
    private static readonly string[] Kinds =
        ["map", "map async", "map in parallel", "expand", "expand async", "take while", "source", "async source", "zip"];

    public static TheoryData<string> Stages() => [.. Kinds];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_stop_does_not_hide_the_fault_of_a_stage_whose_results_wait_for_room(string kind)
    {
        var output = new RoomForOne();
        // No time passes, so batches grow; and no stage is held up by another, so that what is made in one is known.
        var run = Run(kind, output, new RunOptions
        {
            TimeProvider = new FakeTimeProvider(),
            Scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
        });
        await output.WaitedFor.Limit();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.StopAsync().Limit());

        Assert.Equal(("stage", "Bad 4."), (fault.Stage, fault.InnerException!.Message));
    }

    private static PipelineRun Run(string kind, ChannelWriter<int> output, RunOptions options)
    {
        var (items, start) = (Enumerable.Range(1, 10), Pipeline.Of<int>());
        switch (kind)
        {
            case "source": return Source.From("stage", new AllThere(items.Select(Good))).Run(output, options);
            case "async source": return Source.From("stage", Each(items)).Run(output, options);
            case "zip":
                return Pipeline.Zip("stage", ("a", Source.From("source", items)), ("b", Source.From("source", items)), (one, _) => Good(one))
                    .Run(output, options);
        }

        var input = Channel.CreateUnbounded<int>();
        foreach (var item in items) input.Writer.TryWrite(item);
        return (kind switch
        {
            "map" => start.Map("stage", Good),
            "map async" => start.MapAsync("stage", static (item, _) => ValueTask.FromResult(Good(item))),
            "map in parallel" => start.MapAsync("stage", static (item, _) => ValueTask.FromResult(Good(item)), parallelism: 4),
            "expand" => start.Expand("stage", static item => new[] { Good(item) }),
            "expand async" => start.ExpandAsync("stage", static item => Each([item])),
            _ => start.TakeWhile("stage", static item => Good(item) > 0),
        }).Run(input.Reader, output, options);
    }

    private static int Good(int item) => item == 4 ? throw new FormatException("Bad 4.") : item;

    private static async IAsyncEnumerable<int> Each(IEnumerable<int> items)
    {
        foreach (var item in items) yield return await ValueTask.FromResult(Good(item));
    }

    /// <summary>Items that a source takes for ready, and passes on in batches.</summary>
    private sealed class AllThere(IEnumerable<int> items) : IReadOnlyCollection<int>
    {
        public int Count => items.Count();

        public IEnumerator<int> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Says when somebody waits for more room than it has.</summary>
    private sealed class RoomForOne : ChannelWriter<int>
    {
        private readonly ChannelWriter<int> _inner = Channel.CreateBounded<int>(1).Writer;
        private readonly TaskCompletionSource _waitedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitedFor => _waitedFor.Task;

        public override bool TryWrite(int item) => _inner.TryWrite(item);

        public override bool TryComplete(Exception? error = null) => _inner.TryComplete(error);

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
        {
            var wait = _inner.WaitToWriteAsync(cancellationToken);
            _waitedFor.TrySetResult();
            return wait;
        }
    }
}
