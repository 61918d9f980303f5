using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>A frame as a wire carries it, taken apart: what <c>put()</c> is given, and what <c>tx</c> hands over.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">Whom it is for.</param>
/// <param name="EtherType">What the payload is.</param>
/// <param name="Payload">The bytes after the Ethernet header, and their ownership; there is headroom for a header in front.</param>
/// <param name="Offload">What the headers do not say.</param>
public readonly record struct FrameParts(
    MacAddress Source, MacAddress Destination, EtherType EtherType, BufferSlice Payload, Offload Offload) : IDisposable
{
    private const int HeaderLength = (2 * MacAddress.Length) + sizeof(ushort);

    /// <summary>Takes a frame apart. The parts own what the frame owned.</summary>
    public static FrameParts TakeApart(Frame frame)
    {
        var header = frame.Data.Span;
        return new FrameParts(
            MacAddress.Read(header[MacAddress.Length..]),
            MacAddress.Read(header),
            (EtherType)System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(header[(2 * MacAddress.Length)..]),
            new BufferSlice(frame.Data.Buffer, frame.Data.Offset + HeaderLength, frame.Data.Length - HeaderLength),
            frame.Offload);
    }

    /// <summary>
    /// Makes one whole frame of the parts, which owns what they owned: in place where there is headroom, which belongs to the parts
    /// as the payload does, else in a buffer from <paramref name="pool"/>.
    /// </summary>
    public Frame Encapsulate(BufferPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var payload = Payload;
        if (payload.Offset < HeaderLength)
        {
            payload = Copy(pool).Payload;
            Dispose();
        }

        var data = new BufferSlice(payload.Buffer, payload.Offset - HeaderLength, payload.Length + HeaderLength);
        Destination.Write(data.Span);
        Source.Write(data.Span[MacAddress.Length..]);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(data.Span[(2 * MacAddress.Length)..], (ushort)EtherType);
        return new Frame(data, Offload);
    }

    /// <summary>The same parts in a buffer of their own, from <paramref name="pool"/>, with headroom; these stay the caller's.</summary>
    public FrameParts Copy(BufferPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        const int offset = Frame.HeadroomBytes + HeaderLength;
        var copy = pool.Rent(offset + Payload.Length);
        Payload.Span.CopyTo(copy.Array.AsSpan(offset));
        return this with { Payload = new BufferSlice(copy, offset, Payload.Length) };
    }

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => Payload.Dispose();
}
