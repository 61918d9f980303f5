using System.Buffers.Binary;

namespace Flow.Properties.Bytes;

/// <summary>A stream that gives each of some numbers when it is read, and calls a function with each number that is written to it.</summary>
internal sealed class NumbersStream(IEnumerable<int> given, Action<int> take) : Stream
{
    private readonly IEnumerator<int> _given = given.GetEnumerator();
    private readonly Numbers _written = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_given.MoveNext()) return 0;
        BinaryPrimitives.WriteInt32LittleEndian(buffer.Span, _given.Current);
        return Numbers.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        _written.Add(buffer.Span);
        while (_written.Next() is { } number) take(number);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
