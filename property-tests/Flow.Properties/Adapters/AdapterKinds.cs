using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Tasks.Dataflow;
using Flow.Adapters;
using Flow.Properties.Bytes;
using Flow.Resilience;
using Flow.Testing;
using Polly;
using Polly.Retry;

namespace Flow.Properties.Adapters;

/// <summary>What joins pipelines to other libraries.</summary>
internal static class AdapterKinds
{
    private const Capabilities Whole = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.FaultsInOrder | Capabilities.Drains;

    // What a block holds when it faults it drops, and what is left in it, or in a pipe, when the run is drained stays there.
    private const Capabilities InPart = Capabilities.Ordered;

    private static readonly ResiliencePipeline Retry =
        new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero }).Build();

    /// <summary>Those that stay on their scheduler, as stages.</summary>
    public static IReadOnlyList<StageSubject<int, int>> Stages { get; } =
    [
        StageSubject.OfSource<int, int>(
            "a source as an asynchronous sequence",
            static items => Source.From("sequence", Source.From("from", items).ToAsyncEnumerable(new(1), Here())),
            static number => number,
            static items => items) with { Hand = 128 + 1 + 128 },
        OneToOne("a resilient call", static stage => stage.MapAsync("call", Retry, FailOnce())),
        OneToOne("resilient calls, 3 at a time", static stage => stage.MapAsync("call", Retry, FailOnce(), 3)) with { Hand = 4 },
    ];

    /// <summary>Those that leave the simulation by nature, as stages: Dataflow has threads of its own.</summary>
    public static IReadOnlyList<StageSubject<int, int>> StagesOnThreads { get; } =
    [
        OneToOne("a block", static stage => stage.Through("block", static () => new TransformBlock<int, int>(static item => item, Narrow))),
        OneToOne("a pipeline as a block", static stage => stage.Through(
            "block", static () => Pipeline.Of<int>().Map("pass", static item => item).AsBlock(2))) with { Hand = 2 + 2 + 4 },
    ];

    /// <summary>Those that stay on their scheduler, in whole runs.</summary>
    public static IReadOnlyList<PipelineSubject<int, int>> Ends { get; } =
    [
        OfSource("a stream that is read", static items => Source.From("source", new NumbersStream(items, Ignore), 8).Then("numbers", new NumbersOfBlocks())),
        OfSink("a stream that is written", static (take, probe) => Blocks(probe).Then(Sink.To("sink", new NumbersStream([], take), new(probe.Bound)))),
    ];

    /// <summary>Those that leave the simulation by nature, in whole runs.</summary>
    public static IReadOnlyList<PipelineSubject<int, int>> EndsOnThreads { get; } =
    [
        // Its observer holds a lock while it writes: where hops are interleaved inside, a simulation would wait for that lock for ever.
        OfSource("an observable", static items => Source.From("source", new EnumeratedObservable<int>(items), new(1000) { FullMode = HopFullMode.DropWrite }))
            with { Capabilities = InPart },
        OfSource(
            "a pipe that is read",
            static items => Source.From("source", PipeReader.Create(new NumbersStream(items, Ignore)), 8).Then("numbers", new NumbersOfBlocks()))
            with { Capabilities = Whole & ~Capabilities.Drains },
        OfSink(
            "a pipe that is written",
            static (take, probe) => Blocks(probe).Then(Sink.To("sink", PipeWriter.Create(new NumbersStream([], take)), new(probe.Bound)))),
        OfSource("a block that is read", static items => Source.From("source", Filled(items))) with { Capabilities = InPart },
        OfSink("a block that is written", static (take, probe) => Sink.To("sink", new ActionBlock<int>(take, Narrow), new(probe.Bound)))
            with { Capabilities = InPart | Capabilities.Drains },
        new(
            "a block in the middle",
            static (source, probe) => source.Through("operator", () => new TransformBlock<int, int>(probe.Own, Narrow), new(probe.Bound)),
            static number => number,
            static items => items) { Capabilities = Whole & ~Capabilities.FaultsInOrder },
    ];

    private static ExecutionDataflowBlockOptions Narrow => new() { BoundedCapacity = 1 };

    private static RunOptions Here() => new() { Scheduler = TaskScheduler.Current };

    private static StageSubject<int, int> OneToOne(string name, Func<Pipeline<int, int>, Pipeline<int, int>> build) =>
        new(name, () => build(Pipeline.Of<int>()), static number => number, static items => items);

    private static PipelineSubject<int, int> OfSource(string name, Func<IEnumerable<int>, Pipeline<Nothing, int>> create) =>
        PipelineSubject.OfSource(name, create, static number => number);

    private static PipelineSubject<int, int> OfSink(string name, Func<Action<int>, Probe, Pipeline<int, Nothing>> create) =>
        PipelineSubject.OfSink(name, create, static number => number);

    private static Pipeline<int, IMemoryOwner<byte>> Blocks(Probe probe) =>
        Pipeline.Of<int>().Map("blocks", static number => OwnedBytes.CopyOf(Numbers.Bytes(number)), new HopOptions<int>(probe.Bound));

    private static BufferBlock<int> Filled(IEnumerable<int> items)
    {
        var block = new BufferBlock<int>();
        try
        {
            foreach (var item in items) block.Post(item);
            block.Complete();
        }
        catch (Exception fault)
        {
            ((IDataflowBlock)block).Fault(fault);
        }

        return block;
    }

    // Each item's first call fails.
    private static Func<int, CancellationToken, ValueTask<int>> FailOnce()
    {
        var called = new ConcurrentDictionary<int, bool>();
        return async (item, _) =>
        {
            await Task.Yield();
            return called.TryAdd(item, true) ? throw new FormatException($"The first call with {item} fails.") : item;
        };
    }

    private static void Ignore(int number)
    {
    }
}
