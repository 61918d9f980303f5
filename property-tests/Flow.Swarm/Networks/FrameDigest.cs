using System.Buffers.Binary;
using System.IO.Hashing;
using Flow.DataPath;
using Flow.TcpIp;

namespace Flow.Swarm.Networks;

/// <summary>A digest of frames: of each its bytes, where it was seen, and when.</summary>
internal sealed class FrameDigest(TimeProvider time)
{
    private readonly XxHash128 _hash = new();

    /// <summary>Frames seen.</summary>
    public long Count { get; private set; }

    public UInt128 Value => _hash.GetCurrentHashAsUInt128();

    public void Add(int place, Frame frame) => Add(place, FrameParts.TakeApart(frame));

    public void Add(int place, FrameParts frame)
    {
        Span<byte> head = stackalloc byte[40];
        BinaryPrimitives.WriteInt64LittleEndian(head, time.GetTimestamp());
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], place);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], frame.Payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[16..], frame.Source.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(head[24..], frame.Destination.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(head[32..], (ushort)frame.EtherType);
        BinaryPrimitives.WriteUInt16LittleEndian(head[34..], frame.Offload.SegmentSize);
        BinaryPrimitives.WriteInt32LittleEndian(head[36..], (int)frame.Offload.Checksum);
        _hash.Append(head);
        _hash.Append(frame.Payload.Span);
        Count++;
    }
}
