using Flow.DataPath;
using Flow.TcpIp;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.DataPath;

/// <summary>The stages of the data path, each by itself between two hops, under the laws of every stage.</summary>
public sealed class StageLawTests
{
    private const int Samples = 60;
    private const int HeadersLength = 14;
    private const int Headroom = Frame.HeadroomBytes;

    private static readonly BufferPool Pool = new();
    private static readonly MacAddress Ours = new(0x02_00_00_00_00_0A);
    private static readonly MacAddress Theirs = new(0x02_00_00_00_00_0B);

    [Fact]
    public void Put_keeps_the_laws() => Hold(new StageSubject<FrameParts, FrameParts>(
        "put", static () => new Put(Ours), static number => Parts(number, number % 3 == 0 ? Theirs : Ours),
        static items => [.. items.Where(static item => item.Destination == Ours)])
    { Capabilities = Capabilities.Ordered | Capabilities.Swappable });

    [Fact]
    public void Rx_keeps_the_laws() => Hold(new StageSubject<FrameParts, Frame>(
        "rx", static () => new Rx(Pool), static number => Parts(number, Ours),
        static items => [.. items.Select(static item => new Frame(Widened(item.Payload), item.Offload))])
    { Hand = 1 });

    [Fact]
    public void Tx_keeps_the_laws() => Hold(new StageSubject<Frame, FrameParts>(
        "tx", static () => new Tx(), static number => Parts(number, Ours).Encapsulate(Pool),
        static items => [.. items.Select(FrameParts.TakeApart)])
    { Hand = 1 });

    [Fact]
    public void HandleWrite_keeps_the_laws() => Hold(new StageSubject<BufferSlice, BufferSlice>(
        "handle-write", static () => new HandleWrite(7), static number => new BufferSlice(Pool.Rent(20), 0, 1 + (number % 20)),
        static items => [.. items.SelectMany(static item => Pieces(item, 7))])
    { Capabilities = Capabilities.Ordered | Capabilities.Swappable });

    [Fact]
    public void A_wire_that_does_nothing_keeps_the_laws() => Hold(new StageSubject<FrameParts, FrameParts>(
        "impairment", static () => new Impairment(new ImpairmentOptions { HeldFramesLimit = 4 }, Pool), static number => Parts(number, Ours),
        static items => items)
    { Hand = 4 });

    public static TheoryData<StageSubject<int, int>> StagesOfNumbers() => [.. NumberStages.All];

    [Theory]
    [MemberData(nameof(StagesOfNumbers))]
    public void Every_part_of_the_stack_and_every_stage_at_an_app_keeps_the_laws(StageSubject<int, int> stage) => Hold(stage);

    private static void Hold<TIn, TOut>(StageSubject<TIn, TOut> stage)
        where TOut : notnull => StageLaws.Hold(stage, Execution.Simulated, Samples);

    private static FrameParts Parts(int number, MacAddress destination) => new(
        Theirs, destination, EtherType.IPv4, new BufferSlice(Pool.Rent(200), Headroom + HeadersLength, 1 + (number % 50)), default);

    private static BufferSlice Widened(BufferSlice payload) =>
        new(payload.Buffer, payload.Offset - HeadersLength, payload.Length + HeadersLength);

    private static IEnumerable<BufferSlice> Pieces(BufferSlice bytes, int most)
    {
        for (var start = 0; start < bytes.Length; start += most)
            yield return new BufferSlice(bytes.Buffer, bytes.Offset + start, Math.Min(most, bytes.Length - start));
    }
}
