using System.Buffers.Binary;
using Flow.TcpIp;

namespace Flow.Properties.Bytes;

/// <summary>Numbers as bytes, and put together again from bytes however they were cut.</summary>
internal sealed class Numbers
{
    /// <summary>How many bytes a number is.</summary>
    public const int Length = sizeof(int);

    private readonly Queue<int> _whole = new();
    private readonly byte[] _part = new byte[Length];
    private int _length;

    /// <summary>A number in a buffer of its own.</summary>
    public static BufferSlice Slice(BufferPool pool, int number)
    {
        var slice = new BufferSlice(pool.Rent(Length), 0, Length);
        BinaryPrimitives.WriteInt32LittleEndian(slice.Span, number);
        return slice;
    }

    /// <summary>The bytes of a number.</summary>
    public static byte[] Bytes(int number)
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    /// <summary>Adds the bytes that come next.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            _part[_length++] = next;
            if (_length < Length) continue;
            _whole.Enqueue(BinaryPrimitives.ReadInt32LittleEndian(_part));
            _length = 0;
        }
    }

    /// <summary>Adds the bytes that come next, and gives them back.</summary>
    public void Take(BufferSlice bytes)
    {
        using (bytes) Add(bytes.Span);
    }

    /// <summary>The next number of which all bytes have come.</summary>
    public int? Next() => _whole.TryDequeue(out var number) ? number : null;

    /// <summary>Whether every number has been taken.</summary>
    public bool IsEmpty => _whole.Count == 0;
}
