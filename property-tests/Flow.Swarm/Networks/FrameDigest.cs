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
        if (Environment.GetEnvironmentVariable("TRACE") is not null && place < 65536 && frame.EtherType == EtherType.IPv4)
        {
            var b = frame.Payload.Span; var t = b[20..];
            Console.Error.WriteLine(FormattableString.Invariant($"{TimeSpan.FromTicks(time.GetTimestamp()).TotalSeconds:0.0000} h{place/2} {(place%2==1?"tx":"rx")} {BinaryPrimitives.ReadUInt16BigEndian(t)}>{BinaryPrimitives.ReadUInt16BigEndian(t[2..])} seq {BinaryPrimitives.ReadUInt32BigEndian(t[4..])} ack {BinaryPrimitives.ReadUInt32BigEndian(t[8..])} f {t[13]:x} win {BinaryPrimitives.ReadUInt16BigEndian(t[14..])} len {b.Length-20-4*(t[12]>>4)}"));
        }
        _hash.Append(head);
        _hash.Append(frame.Payload.Span);
        Count++;
    }
}
