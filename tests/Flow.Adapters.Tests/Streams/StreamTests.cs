using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;

namespace Flow.Adapters.Tests.Streams;

public class StreamTests
{
    private static readonly HopOptions<IMemoryOwner<byte>> Kilobyte = new(1024) { Weigh = block => block.Memory.Length };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_stream_is_copied_byte_for_byte_and_both_ends_stay_open(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var from = new MemoryStream(bytes);
        using var to = new MemoryStream();
        await using var run = Source.From("read", from, blockSize: 333).Then(Sink.To("write", to, Kilobyte)).Run();
        await run.Completion.Limit();
        Assert.Equal(bytes, to.ToArray());
        Assert.True(from.CanRead && to.CanWrite);
        Assert.Equal(length, run.Snapshot().Hops.Single().Reading is { Unit: HopUnit.Weight } hop ? hop.Items == (length + 332) / 333 ? length : -1 : -1);
    }

    [Fact]
    public async Task A_block_has_no_more_than_what_was_read_and_its_memory_is_gone_once_disposed()
    {
        using var from = new MemoryStream(Encoding.UTF8.GetBytes("0123456789"));
        var lengths = new List<int>();
        IMemoryOwner<byte>? last = null;
        await using var run = Source.From("read", from, blockSize: 4).Then(Sink.ForEach<IMemoryOwner<byte>>("look", block =>
        {
            lengths.Add(block.Memory.Length);
            (last = block).Dispose();
            block.Dispose();
        })).Run();
        await run.Completion.Limit();
        Assert.Equal([4, 4, 2], lengths);
        Assert.Throws<ObjectDisposedException>(() => last!.Memory);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(16_384)]
    public async Task A_block_takes_no_more_than_about_twice_the_memory_of_its_bytes(int read)
    {
        var held = new List<int>();
        await using var run = Source.From("read", new Trickle(reads: 20, read)).Then(Sink.ForEach<IMemoryOwner<byte>>("look", block =>
        {
            Assert.Equal(read, block.Memory.Length);
            Assert.True(MemoryMarshal.TryGetArray(block.Memory, out ArraySegment<byte> segment));
            held.Add(segment.Array!.Length);
            block.Dispose();
        })).Run();
        await run.Completion.Limit();
        Assert.Equal(20, held.Count);
        Assert.All(held, length => Assert.InRange(length, read, Math.Max(16, 2 * read)));
    }

    [Fact]
    public async Task A_block_that_cannot_be_written_is_the_fault_policys()
    {
        var letters = Hop<DeadLetter<IMemoryOwner<byte>>>.Create(new(1));
        await using var run = Source.From("read", new MemoryStream([7]))
            .Then(Sink.To("write", new Broken()).OnFault("write", FaultPolicy.Skip(letters.Writer))).Run();
        await run.Completion.Limit();
        using var letter = await letters.Reader.ReadAsync().Limit();
        Assert.Equal(7, letter.Item.Memory.Span[0]);
    }

    [Fact]
    public async Task Stopped_in_the_middle_of_a_write_the_sink_disposes_the_block()
    {
        using var to = new Stuck();
        var block = OwnedBytes.CopyOf("block"u8);
        await using var run = Source.From("blocks", [block]).Then(Sink.To("write", to)).Run();
        await to.Writing.Limit();
        await run.StopAsync().Limit();
        Assert.Throws<ObjectDisposedException>(() => block.Memory);
    }

    [Fact]
    public async Task What_a_stream_throws_is_the_stages_fault()
    {
        await using var reading = Source.From("read", new Broken()).Then(Sink.Ignore<IMemoryOwner<byte>>()).Run();
        Assert.Equal("read", (await Assert.ThrowsAsync<StageFaultException>(() => reading.Completion.Limit())).Stage);
        await using var writing = Source.From("read", new MemoryStream([1])).Then(Sink.To("write", new Broken())).Run();
        Assert.Equal("write", (await Assert.ThrowsAsync<StageFaultException>(() => writing.Completion.Limit())).Stage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_waits_ends_when_the_run_is_drained_or_stopped(bool drained)
    {
        var pipe = new Pipe();
        using var waiting = pipe.Reader.AsStream();
        await using var run = Source.From("read", waiting).Then(Sink.Ignore<IMemoryOwner<byte>>()).Run();
        await (drained ? run.DrainAsync() : run.StopAsync()).Limit();
    }

    [Fact]
    public async Task A_slow_writer_stops_the_reader()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        using var to = pipe.Writer.AsStream();
        using var from = new MemoryStream(new byte[100_000]);
        await using var run = Source.From("read", from, blockSize: 100).Then(Sink.To("write", to, Kilobyte)).Run();
        await pipe.Reader.ReadAsync().AsTask().Limit();
        // In the pipe, in the sink's hand, in the hop, in the source's hand.
        Assert.InRange(from.Position, 0, 100 + 100 + 1024 + 100 + 100);
    }

    [Fact]
    public async Task It_flushes_when_nothing_more_is_there_to_write()
    {
        var hop = Hop<IMemoryOwner<byte>>.Create(new(8));
        using var to = new BufferedStream(new Counted());
        await using var run = Sink.To("write", to).Run(hop.Reader);
        await hop.Writer.WriteAsync(OwnedBytes.CopyOf("line"u8));
        await Counted.Arrived(to).Limit();
        hop.Writer.Complete();
        await run.Completion.Limit();
    }

    /// <summary>Gives so many bytes at a time.</summary>
    private sealed class Trickle(int reads, int bytes) : MemoryStream
    {
        private int _left = reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(_left-- > 0 ? bytes : 0);
    }

    /// <summary>Writes until it is cancelled.</summary>
    private sealed class Stuck : MemoryStream
    {
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Writing => _writing.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _writing.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The cable is out.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The cable is out.");
    }

    private sealed class Counted : MemoryStream
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Task Arrived(BufferedStream stream) => ((Counted)stream.UnderlyingStream)._arrived.Task;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _arrived.TrySetResult();
            return base.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _arrived.TrySetResult();
            return base.WriteAsync(buffer, offset, count, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _arrived.TrySetResult();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _arrived.TrySetResult();
            base.Write(buffer);
        }
    }
}
