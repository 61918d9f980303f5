using Flow.Properties.DataPath.Apps;
using Flow.Properties.DataPath.Parts;
using Flow.TcpIp;
using Flow.Testing;

namespace Flow.Properties.DataPath;

/// <summary>The parts of the stack, and the stages at an app's socket: what goes in is numbers, in frames or bytes, and comes out as numbers.</summary>
internal static class NumberStages
{
    public static IReadOnlyList<StageSubject<int, int>> All { get; } =
    [
        Part("eth-poll", static (pool, time) => new EthPollBench(pool, time)),
        Part("stack-recv", static (pool, time) => new StackRecvBench(pool, time)),
        Part("tcp-read", static (pool, time) => new TcpReadBench(pool, time)),
        Part("tcp-write", static (pool, time) => new TcpWriteBench(pool, time)),
        Part("stack-send", static (pool, time) => new StackSendBench(pool, time)),
        Numbered("unix-data", static () => new AppThatWrites()),
        Numbered("handle-read", static () => new AppThatReads()),
    ];

    // What is around a part holds some numbers too: buffers and queues of a few bytes.
    private static StageSubject<int, int> Part(string name, Func<BufferPool, TimeProvider, PartBench> set) =>
        Numbered(name, () => new PartStage(set)) with { Hand = 24 };

    private static StageSubject<int, int> Numbered(string name, Func<IStage<int, int>> create) =>
        new(name, create, static number => number, static numbers => numbers);
}
