using System.Buffers;
using System.IO.Pipelines;

namespace Flow.Adapters.Tests.Pipes;

public class PipeTests
{
    [Fact]
    public async Task A_connection_echoes_byte_for_byte_and_ends_with_its_input()
    {
        var bytes = new byte[50_000];
        new Random(1).NextBytes(bytes);
        var (near, far) = Connection.Pair();
        await using var run = Pipeline.Of<IMemoryOwner<byte>>().Tap("look", _ => { }).Run(far);

        var writing = near.Output.WriteAsync(bytes).AsTask().ContinueWith(_ => near.Output.Complete(), TaskScheduler.Default);
        using var echoed = new MemoryStream();
        await near.Input.CopyToAsync(echoed).Limit();

        await writing.Limit();
        await run.Completion.Limit();
        Assert.Equal(bytes, echoed.ToArray());
    }

    [Fact]
    public async Task A_block_is_a_copy_that_the_pipe_does_not_write_over()
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16));
        var blocks = Hop<IMemoryOwner<byte>>.Create(new(100));
        await using var run = Source.From("read", pipe.Reader, blockSize: 8).Run(blocks.Writer);
        for (byte i = 0; i < 50; i++) await pipe.Writer.WriteAsync(new byte[] { i });
        await pipe.Writer.CompleteAsync();
        await run.Completion.Limit();

        var all = new List<byte>();
        await foreach (var block in blocks.Reader.ReadAllAsync())
        {
            Assert.InRange(block.Memory.Length, 1, 8);
            all.AddRange(block.Memory.Span);
            block.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)i), all);
    }

    [Fact]
    public async Task A_slow_sink_stops_the_writer_of_the_pipe_and_a_slow_reader_the_source()
    {
        var options = new PipeOptions(pauseWriterThreshold: 64, resumeWriterThreshold: 32);
        var (first, second) = (new Pipe(options), new Pipe(options));
        await using var run = Source.From("read", first.Reader, blockSize: 16)
            .Then(Sink.To("write", second.Writer, new HopOptions<IMemoryOwner<byte>>(2))).Run();
        var written = 0;
        ValueTask<FlushResult> flush;
        do
        {
            flush = first.Writer.WriteAsync(new byte[16]);
            written += 16;
            Assert.InRange(written, 0, 10_000);
            if (!flush.IsCompleted) await Task.WhenAny(flush.AsTask(), Blocked());
        }
        while (flush.IsCompleted);

        // Both pipes, the hands of both stages, and the hop.
        Assert.InRange(written, 64, 64 + 16 + 64 + 16 + 16 + (2 * 16) + 16);

        async Task Blocked()
        {
            // The sink waits for the second pipe, and the source for the hop.
            while (run.Snapshot().Hops.Single().Reading.Occupancy < 2) await Task.Yield();
        }
    }

    [Fact]
    public async Task A_source_that_nobody_reads_any_more_completes_the_reader()
    {
        var pipe = new Pipe();
        var blocks = Hop<IMemoryOwner<byte>>.Create(new(1));
        await using var run = Source.From("read", pipe.Reader).Run(blocks.Writer);
        blocks.Reader.Abandon();
        // It learns that when it has something to write.
        await pipe.Writer.WriteAsync(new byte[1]);
        await run.Completion.Limit();
        Assert.True((await pipe.Writer.WriteAsync(new byte[1])).IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_drained_source_has_not_taken_stays_in_the_pipe(bool drained)
    {
        var pipe = new Pipe();
        await using var run = Source.From("read", pipe.Reader).Then(Sink.Ignore<IMemoryOwner<byte>>()).Run();
        if (drained) await run.DrainAsync().Limit();
        else pipe.Reader.CancelPendingRead();
        await run.Completion.Limit();

        Assert.False((await pipe.Writer.WriteAsync(new byte[] { 7 })).IsCompleted);
        Assert.Equal(7, (await pipe.Reader.ReadAsync()).Buffer.FirstSpan[0]);
    }

    [Fact]
    public async Task Errors_cross_both_ways()
    {
        var (input, output) = (new Pipe(), new Pipe());
        await using var run = Source.From("read", input.Reader).Then(Sink.To("write", output.Writer)).Run();
        var error = new IOException("The cable is out.");
        await input.Writer.CompleteAsync(error);

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("read", fault.Stage);
        Assert.Same(error, fault.InnerException);
        Assert.Same(error, await Assert.ThrowsAsync<IOException>(async () => await output.Reader.ReadAsync()));
    }

    [Fact]
    public async Task A_sink_whose_reader_has_gone_ends_the_run()
    {
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();
        await using var run = Source.From("endless", Endless()).Then(Sink.To("write", pipe.Writer)).Run();
        await run.Completion.Limit();

        static IEnumerable<IMemoryOwner<byte>> Endless()
        {
            while (true) yield return OwnedBytes.CopyOf("again"u8);
        }
    }

    [Fact]
    public async Task Stopped_a_sink_does_not_let_its_reader_take_a_part_for_the_whole()
    {
        var pipe = new Pipe();
        await using var run = Source.From("read", new Pipe().Reader).Then(Sink.To("write", pipe.Writer)).Run();
        await run.StopAsync().Limit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pipe.Reader.ReadAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4_000)]
    public async Task The_writer_learns_of_an_end_before_its_time_as_an_end(int bytes)
    {
        // With four bytes the source waits for more when it is told; with more it has something to write.
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[bytes]);
        await using var run = Source.From("read", pipe.Reader, blockSize: 4).Take("one", 1).Then(Sink.Ignore<IMemoryOwner<byte>>()).Run();
        await run.Completion.Limit();
        Assert.True((await pipe.Writer.WriteAsync(new byte[4])).IsCompleted);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4_000)]
    public async Task The_writer_learns_of_a_fault_behind_the_source_as_that(int bytes)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[bytes]);
        await using var run = Source.From("read", pipe.Reader, blockSize: 4)
            .Then(Sink.ForEach<IMemoryOwner<byte>>("break", _ => throw new InvalidOperationException("broken"), new(1))).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await pipe.Writer.WriteAsync(new byte[4]));
        Assert.Equal("broken", told.Message);
    }

    [Fact]
    public async Task The_writer_learns_of_a_stop_as_a_cancellation()
    {
        var pipe = new Pipe();
        await using var run = Source.From("read", pipe.Reader).Then(Sink.Ignore<IMemoryOwner<byte>>()).Run();
        await run.StopAsync().Limit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pipe.Writer.WriteAsync(new byte[4]));
    }

    [Fact]
    public async Task Drained_a_connection_is_completed_in_both_directions()
    {
        var (near, far) = Connection.Pair();
        await using var run = Pipeline.Of<IMemoryOwner<byte>>().Tap("look", _ => { }).Run(far);
        await run.DrainAsync().Limit();
        Assert.True((await near.Output.WriteAsync(new byte[100_000]).AsTask().Limit()).IsCompleted);
        Assert.True((await near.Input.ReadAsync().AsTask().Limit()).IsCompleted);
    }

    [Fact]
    public async Task A_reader_that_answers_with_nothing_gives_no_block()
    {
        var lengths = new List<int>();
        await using var run = Source.From("read", new Hesitant()).Then(Sink.ForEach<IMemoryOwner<byte>>("look", block =>
        {
            lengths.Add(block.Memory.Length);
            block.Dispose();
        })).Run();
        await run.Completion.Limit();
        Assert.Equal([1], lengths);
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_is_done_again_before_more_is_written()
    {
        var writer = new CancelledOnce();
        await using var run = Source.From("blocks", Enumerable.Range(0, 2).Select(_ => OwnedBytes.CopyOf("block"u8))).Then(Sink.To("write", writer)).Run();
        await run.Completion.Limit();
        Assert.Equal(["write", "flush", "flush", "write", "flush"], writer.Calls);
    }

    [Fact]
    public async Task A_block_that_cannot_be_written_is_the_fault_policys()
    {
        var letters = Hop<DeadLetter<IMemoryOwner<byte>>>.Create(new(1));
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync();
        await using var run = Source.From("blocks", [OwnedBytes.CopyOf("block"u8)])
            .Then(Sink.To("write", pipe.Writer).OnFault("write", FaultPolicy.Skip(letters.Writer))).Run();
        await run.Completion.Limit();
        using var letter = await letters.Reader.ReadAsync().Limit();
        Assert.Equal("block"u8.ToArray(), letter.Item.Memory.ToArray());
    }

    /// <summary>Answers with nothing, then with a byte, then with the end.</summary>
    private sealed class Hesitant : PipeReader
    {
        private static readonly ReadOnlySequence<byte> Byte = new(new byte[1]);
        private int _reads;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new ReadResult(++_reads == 2 ? Byte : ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: _reads == 3));

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed)
        {
            // Each answer is another.
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

        public override void CancelPendingRead() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null)
        {
            // Nobody writes.
        }
    }

    /// <summary>Has its first flush cancelled, and tells what it was asked for.</summary>
    private sealed class CancelledOnce : PipeWriter
    {
        private readonly byte[] _memory = new byte[4096];

        public List<string> Calls { get; } = [];

        public override void Advance(int bytes) => Calls.Add("write");

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Calls.Add("flush");
            return ValueTask.FromResult(new FlushResult(isCanceled: Calls.Count == 2, isCompleted: false));
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory;

        public override Span<byte> GetSpan(int sizeHint = 0) => _memory;

        public override void CancelPendingFlush() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null)
        {
            // Nobody reads.
        }
    }

    private sealed class Connection(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;

        public static (Connection Near, Connection Far) Pair()
        {
            var (there, back) = (new Pipe(), new Pipe());
            return (new Connection(back.Reader, there.Writer), new Connection(there.Reader, back.Writer));
        }
    }
}
