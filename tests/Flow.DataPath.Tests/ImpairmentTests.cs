using Flow.TcpIp;
using Microsoft.Extensions.Time.Testing;

namespace Flow.DataPath.Tests;

public sealed class ImpairmentTests
{
    private const int FrameCount = 1000;

    private readonly BufferPool _pool = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Losses_in_bursts_come_in_runs()
    {
        var impairment = Make(new ImpairmentOptions { Bursts = new BurstLoss(Begins: 0.02, Ends: 0.2), Seed = 3 });

        var arrived = await CrossAsync(impairment);

        var lost = Enumerable.Range(0, FrameCount).Except(arrived).ToList();
        var runs = lost.Count(number => !lost.Contains(number - 1));
        Assert.Equal(impairment.Lost, lost.Count);
        Assert.InRange(lost.Count, 20, 300);
        // As many losses one by one would come in nearly as many runs.
        Assert.True(runs < lost.Count / 2, $"{lost.Count} losses in {runs} runs");
    }

    [Fact]
    public async Task An_end_that_comes_between_a_look_and_the_wait_is_not_missed()
    {
        var (input, output) = (Hop<FrameParts>.Create(new(1)), Hop<FrameParts>.Create(new(1)));

        await Make(new ImpairmentOptions()).RunAsync(new EndsAfterALook(input), output.Writer, CancellationToken.None).AsTask().WaitAsync(TwoHosts.Patience);
    }

    [Fact]
    public async Task An_outage_loses_everything_while_it_lasts_and_nothing_else()
    {
        var second = TimeSpan.FromSeconds(1);
        await using var wire = new Wire(Make(new ImpairmentOptions { Outages = [new Outage(second, second)] }), _time);

        Assert.True(await wire.CarriesAsync(Number(0)));
        _time.Advance(second);
        Assert.False(await wire.CarriesAsync(Number(1)));
        _time.Advance(second);
        Assert.True(await wire.CarriesAsync(Number(2)));
    }

    [Fact]
    public async Task A_wire_is_a_good_one_after_it_has_calmed_down()
    {
        var second = TimeSpan.FromSeconds(1);
        await using var wire = new Wire(
            Make(new ImpairmentOptions { Loss = 1, Bursts = new BurstLoss(1, 0), Outages = [new Outage(second, second)], CalmAfter = second }), _time);

        Assert.False(await wire.CarriesAsync(Number(0)));
        _time.Advance(second);
        Assert.True(await wire.CarriesAsync(Number(1)));
    }

    [Fact]
    public async Task A_spoilt_frame_differs_in_one_bit_and_leaves_the_senders_bytes_alone()
    {
        var impairment = Make(new ImpairmentOptions { Corruption = 1 });
        await using var wire = new Wire(impairment, _time);
        var sent = Number(7);
        var (buffer, before) = (sent.Payload.Share(0, sent.Payload.Length), sent.Payload.Span.ToArray());

        Assert.True(await wire.CarriesAsync(sent, received => Assert.Equal(
            1, before.Zip(received.Payload.Span.ToArray(), static (left, right) => System.Numerics.BitOperations.PopCount((uint)(left ^ right))).Sum())));
        Assert.Equal(before, buffer.Span.ToArray());
        Assert.Equal(1, impairment.Corrupted);
        buffer.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task A_frame_without_a_checksum_of_its_own_is_not_spoilt()
    {
        var impairment = Make(new ImpairmentOptions { Corruption = 1 });
        await using var wire = new Wire(impairment, _time);

        await wire.CarriesAsync(Number(7) with { EtherType = EtherType.Arp });

        Assert.Equal(0, impairment.Corrupted);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task What_is_spoilt_on_the_wire_never_reaches_an_app(bool superFrames, bool checksums)
    {
        await using var hosts = new TwoHosts(
            impairment: direction => new ImpairmentOptions { Corruption = 0.03, Seed = (ulong)direction }, mtu: 1500, superFrames: superFrames, checksums: checksums);
        var (onA, onB) = await hosts.ConnectAsync();
        var (there, back) = (TwoHosts.Bytes(300_000, 1), TwoHosts.Bytes(300_000, 2));

        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, there), TwoHosts.SendAsync(onB, back));
        var received = await Task.WhenAll(TwoHosts.ReceiveAllAsync(onB), TwoHosts.ReceiveAllAsync(onA));

        await sending;
        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
        Assert.All(hosts.Wire.Impairments, static impairment => Assert.True(impairment.Corrupted > 0));
    }

    [Fact]
    public async Task A_super_frame_is_cut_no_faster_than_its_parts_may_be_held()
    {
        await using var hosts = new TwoHosts(
            impairment: _ => new ImpairmentOptions { HeldFramesLimit = 2, Delay = TimeSpan.FromMilliseconds(1) }, mtu: 1500);
        var (onA, onB) = await hosts.ConnectAsync();
        var there = TwoHosts.Bytes(100_000, 1);

        var sending = TwoHosts.SendAsync(onA, there);
        Assert.Equal(there, await TwoHosts.ReceiveAllAsync(onB));

        await sending;
        Assert.All(hosts.Wire.Impairments, static impairment => Assert.InRange(impairment.HeldPeak, 1, 2));
    }

    [Fact]
    public void A_wire_whose_options_make_no_sense_is_refused()
    {
        Refuses(new ImpairmentOptions { Corruption = 1.5 }, "The corruption of a wire is 1.5; a probability is from 0 to 1.");
        Refuses(new ImpairmentOptions { Bursts = new BurstLoss(-1, 0) }, "The beginning of bursts of a wire is -1; a probability is from 0 to 1.");
        Refuses(
            new ImpairmentOptions { Outages = [new Outage(TimeSpan.FromSeconds(-1), TimeSpan.Zero)] },
            "A time of a wire's life is negative; it is counted from when the wire began.");

        void Refuses(ImpairmentOptions options, string sentence) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new Impairment(options, _pool)).Message);
    }

    private Impairment Make(ImpairmentOptions options) => new(options, _pool, _time);

    private FrameParts Number(int number)
    {
        var payload = new BufferSlice(_pool.Rent(200), 100, 40);
        payload.Span.Clear();
        BitConverter.TryWriteBytes(payload.Span, number);
        return new FrameParts(default, default, EtherType.IPv4, payload, default);
    }

    private async Task<List<int>> CrossAsync(Impairment impairment)
    {
        var arrived = new List<int>();
        await using var wire = new Wire(impairment, _time);
        for (var number = 0; number < FrameCount; number++)
        {
            if (await wire.CarriesAsync(Number(number))) arrived.Add(number);
        }

        return arrived;
    }

    // Its writer completes it just after its reader has found that it has not ended.
    private sealed class EndsAfterALook(Hop<FrameParts> hop) : HopReader<FrameParts>
    {
        public override bool IsEnded
        {
            get
            {
                var isEnded = hop.Reader.IsEnded;
                hop.Writer.TryComplete();
                return isEnded;
            }
        }

        public override Exception? CompletionError => hop.Reader.CompletionError;

        public override bool TryRead(out FrameParts item) => hop.Reader.TryRead(out item);

        public override int TryRead(Span<FrameParts> destination) => hop.Reader.TryRead(destination);

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => hop.Reader.WaitToReadAsync(cancellationToken);

        public override bool TryArm(Doorbell bell, int key) => hop.Reader.TryArm(bell, key);

        public override void Abandon(Exception? error = null) => hop.Reader.Abandon(error);
    }

    // A wire without a delay: a frame is lost at once, or there at once.
    private sealed class Wire : IAsyncDisposable
    {
        private readonly Impairment _impairment;
        private readonly Hop<FrameParts> _input = Hop<FrameParts>.Create(new(4));
        private readonly Hop<FrameParts> _output = Hop<FrameParts>.Create(new(4));
        private readonly PipelineRun _run;

        public Wire(Impairment impairment, TimeProvider time)
        {
            _impairment = impairment;
            _run = Pipeline.Of<FrameParts>().Then("impair", impairment).Run(_input.Reader, _output.Writer, new RunOptions { TimeProvider = time });
        }

        public async Task<bool> CarriesAsync(FrameParts frame, Action<FrameParts>? look = null)
        {
            var lost = _impairment.Lost;
            await _input.Writer.WriteAsync(frame);
            while (_impairment.Lost == lost)
            {
                if (!_output.Reader.TryRead(out var received))
                {
                    await Task.Yield();
                    continue;
                }

                using (received) look?.Invoke(received);
                return true;
            }

            return false;
        }

        public async ValueTask DisposeAsync()
        {
            await _run.DisposeAsync();
            _output.Reader.Abandon();
        }
    }
}
