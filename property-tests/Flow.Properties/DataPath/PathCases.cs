using FsCheck;
using FsCheck.Fluent;

namespace Flow.Properties.DataPath;

/// <summary>Generates and shrinks <see cref="PathCase"/>s.</summary>
internal static class PathCases
{
    // Each portion of bytes costs some steps of the simulation, so the narrowest place bounds what is sent.
    private const int MostPortions = 150;

    private static readonly Gen<int> Items = Gen.Frequency((2, Gen.Constant(1)), (2, Gen.Choose(2, 5)), (1, Gen.Choose(6, 64)));

    private static readonly Gen<int> BufferBytes = Gen.Frequency(
        (1, Gen.Constant(1)), (2, Gen.Choose(2, 100)), (3, Gen.Choose(1000, 9000)), (3, Gen.Choose(20_000, 200_000)));

    private static readonly Gen<PathBounds> AnyBounds =
        from items in Items.ArrayOf(7)
        from bytes in BufferBytes.ArrayOf(3)
        select new PathBounds
        {
            PutToRx = items[0],
            FrameRxBuf = items[1],
            EthPollToStackRecv = items[2],
            SocketActivity = items[3],
            UnixDataToHandleWrite = items[4],
            TcpWriteToStackSend = items[5],
            FrameTxBuf = items[6],
            LoopScore = 1 + (items[0] * items[1] % 64),
            ConnRxBufBytes = bytes[0],
            ConnTxBufBytes = bytes[1],
            SendQueueBytes = bytes[2],
        };

    private static readonly Gen<PathBounds> Bounds = Gen.Frequency(
        (4, AnyBounds),
        (1, Gen.Constant(new PathBounds())),
        (2, Gen.Constant(new PathBounds { ConnRxBufBytes = 100_000, ConnTxBufBytes = 100_000, SendQueueBytes = 100_000 })));

    // Much is lost one way only: an attempt to connect gives up after seven tries, and is to fail in no run of a whole year.
    private static readonly Gen<PathWeather?> Weather =
        from much in Gen.Choose(0, 8)
        from little in Gen.Choose(0, 3)
        from there in Gen.Elements(true, false)
        from duplication in Gen.Choose(0, 20)
        from reordering in Gen.Choose(0, 20)
        from delay in Gen.Choose(0, 50)
        from held in Gen.Frequency((1, Gen.Choose(1, 4)), (3, Gen.Constant(4096)))
        select new PathWeather
        {
            LossThere = (there ? much : little) / 100.0,
            LossBack = (there ? little : much) / 100.0,
            Duplication = duplication / 100.0,
            Reordering = reordering / 100.0,
            Delay = TimeSpan.FromMilliseconds(delay),
            HeldFramesLimit = held,
        };

    private static readonly Gen<IReadOnlyList<int>> Chunks =
        from count in Gen.Choose(1, 4)
        from chunks in Gen.Frequency((1, Gen.Choose(1, 50)), (3, Gen.Choose(500, 70_000))).ArrayOf(count)
        select (IReadOnlyList<int>)chunks;

    private static readonly Gen<TimeSpan> Rests = Gen.Frequency(
        (3, Gen.Constant(TimeSpan.Zero)), (1, Gen.Choose(1, 30_000).Select(static ms => TimeSpan.FromMilliseconds(ms))));

    private static readonly Gen<PathTraffic> Traffic =
        from bytes in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(1, 2000)), (4, Gen.Choose(2000, 200_000)))
        from writes in Chunks
        from reads in Chunks
        from writerRests in Rests
        from readerRests in Rests
        select new PathTraffic { Bytes = bytes, Writes = writes, Reads = reads, WriterRests = writerRests, ReaderRests = readerRests };

    private static readonly Gen<PathCase> Generated =
        from seed in Gen.Choose(0, int.MaxValue)
        from connections in Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Choose(2, 4)))
        from a in Bounds
        from b in Bounds
        from wireFrames in Items
        from appBuffer in BufferBytes
        from mtu in Gen.Frequency((1, Gen.Choose(576, 1500)), (1, Gen.Constant(1500)), (1, Gen.Choose(1500, 65_520)))
        from superFrames in Gen.Elements(true, false)
        from weather in Gen.Frequency((1, Gen.Constant<PathWeather?>(null)), (1, Weather))
        from there in Traffic
        from back in Traffic
        from turns in Gen.Choose(0, 1500)
        from after in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 2000)))
        select Sized(new PathCase
        {
            Seed = seed,
            Connections = connections,
            A = a,
            B = b,
            WireFrames = wireFrames,
            AppBufferBytes = appBuffer,
            Mtu = mtu,
            SuperFrames = superFrames,
            Weather = weather,
            There = there,
            Back = back,
            InterferesAfterTurns = turns,
            InterferesAfter = TimeSpan.FromMilliseconds(after),
        });

    /// <summary>Every network there is.</summary>
    public static Arbitrary<PathCase> Any { get; } = Arb.From(Generated, Shrink);

    /// <summary>Every hop at capacity 1, down to the apps' buffers and the wire, in any weather and both ways at once.</summary>
    public static Arbitrary<PathCase> Narrowest { get; } = Arb.From(
        Generated.Select(static example => Sized(example with
        {
            A = new PathBounds(),
            B = new PathBounds(),
            WireFrames = 1,
            AppBufferBytes = 1,
            Weather = example.Weather is { } weather ? weather with { HeldFramesLimit = 1 } : null,
            There = example.There with { Bytes = 1 + (example.There.Bytes % 100) },
            Back = example.Back with { Bytes = 1 + (example.Back.Bytes % 100) },
        })),
        Shrink);

    /// <summary>Networks where no buffer is so small that to fill the large ones takes for ever.</summary>
    public static Arbitrary<PathCase> Roomy { get; } = Arb.From(
        Generated.Where(static example => example.A.LeastBytes >= 1000 && example.B.LeastBytes >= 1000 && example.AppBufferBytes >= 1000
            && example.There.Writes.Max() >= 500));

    private static PathCase Sized(PathCase example) => example with
    {
        There = Sized(example, example.There, Math.Min(example.A.LeastBytes, example.B.LeastBytes)),
        Back = Sized(example, example.Back, Math.Min(example.A.LeastBytes, example.B.LeastBytes)),
    };

    private static PathTraffic Sized(PathCase example, PathTraffic traffic, int leastBytes)
    {
        var portion = Math.Min(Math.Min(leastBytes, example.AppBufferBytes), Math.Min(example.Mtu, Math.Min(traffic.Writes.Min(), traffic.Reads.Min())));
        return traffic with { Bytes = (int)Math.Min(traffic.Bytes, (long)portion * MostPortions / example.Connections) };
    }

    private static IEnumerable<PathCase> Shrink(PathCase example)
    {
        if (example.Connections > 1) yield return example with { Connections = 1 };
        if (example.Weather is { } weather)
        {
            yield return example with { Weather = null };
            if (weather.LossThere + weather.LossBack > 0) yield return example with { Weather = weather with { LossThere = 0, LossBack = 0 } };
            if (weather.Duplication > 0) yield return example with { Weather = weather with { Duplication = 0 } };
            if (weather.Reordering > 0) yield return example with { Weather = weather with { Reordering = 0 } };
            if (weather.Delay > TimeSpan.Zero) yield return example with { Weather = weather with { Delay = TimeSpan.Zero } };
        }

        if (example.SuperFrames) yield return example with { SuperFrames = false };
        var roomy = new PathBounds { ConnRxBufBytes = 100_000, ConnTxBufBytes = 100_000, SendQueueBytes = 100_000 };
        if (example.A != roomy) yield return example with { A = roomy };
        if (example.B != roomy) yield return example with { B = roomy };
        foreach (var there in Shrink(example.There)) yield return example with { There = there };
        foreach (var back in Shrink(example.Back)) yield return example with { Back = back };
        if (example.InterferesAfter > TimeSpan.Zero) yield return example with { InterferesAfter = TimeSpan.Zero };
        if (example.InterferesAfterTurns > 0) yield return example with { InterferesAfterTurns = example.InterferesAfterTurns / 2 };
    }

    private static IEnumerable<PathTraffic> Shrink(PathTraffic traffic)
    {
        if (traffic.WriterRests > TimeSpan.Zero) yield return traffic with { WriterRests = TimeSpan.Zero };
        if (traffic.ReaderRests > TimeSpan.Zero) yield return traffic with { ReaderRests = TimeSpan.Zero };
        if (traffic.Bytes > 0) yield return traffic with { Bytes = 0 };
        if (traffic.Bytes > 1) yield return traffic with { Bytes = traffic.Bytes / 2 };
        if (traffic.Bytes > 1) yield return traffic with { Bytes = traffic.Bytes - 1 };
        if (traffic.Writes.Count > 1) yield return traffic with { Writes = [traffic.Writes[0]] };
        if (traffic.Reads.Count > 1) yield return traffic with { Reads = [traffic.Reads[0]] };
    }
}
