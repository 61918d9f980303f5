using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Flow.TcpIp;

/// <summary>The checksum of IPv4, ICMP and TCP (RFC 1071): the complement of the one's-complement sum of 16-bit words.</summary>
/// <remarks>
/// Sums are 16 bits and may be added to each other. A sum over everything, the checksum included, is 0xFFFF if the bytes are sound.
/// </remarks>
internal static class InternetChecksum
{
    public const ushort Sound = 0xFFFF;

    /// <summary>The folded sum of <paramref name="bytes"/>; an odd last byte counts as if a zero followed it.</summary>
    public static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        // Words are added in the machine's own order and the result is swapped once (RFC 1071 section 2 (B)): wide words
        // give the same sum as 16-bit ones, since 2^16 is 1 modulo 2^16 - 1.
        var sum = 0UL;
        if (Vector256.IsHardwareAccelerated && bytes.Length >= 2 * Vector256<byte>.Count)
        {
            var lanes = Vector256<ulong>.Zero;
            var vectors = MemoryMarshal.Cast<byte, Vector256<uint>>(bytes);
            foreach (var vector in vectors)
            {
                var (low, high) = Vector256.Widen(vector);
                lanes += low + high;
            }
            // Each lane has gained less than 2^33 per vector of 32 bytes, so a packet of 64 KB is far from overflowing it.
            sum = Vector256.Sum(lanes);
            bytes = bytes[(vectors.Length * Vector256<byte>.Count)..];
        }
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes)) sum += word;
        bytes = bytes[(bytes.Length & ~3)..];
        if (bytes.Length >= 2)
        {
            sum += MemoryMarshal.Read<ushort>(bytes);
            bytes = bytes[2..];
        }
        if (bytes.Length == 1) sum += BitConverter.IsLittleEndian ? bytes[0] : (uint)bytes[0] << 8;
        var folded = Fold(sum);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
    }

    /// <summary>The sum of two sums.</summary>
    public static ushort Add(ushort left, ushort right) => Fold((ulong)left + right);

    /// <summary>The value of the checksum field that belongs to <paramref name="sum"/>.</summary>
    public static ushort Finish(ushort sum) => (ushort)~sum;

    /// <summary>The sum of the pseudo-header that TCP's checksum covers (RFC 9293 section 3.1).</summary>
    public static ushort PseudoHeader(IPv4Address source, IPv4Address destination, IPv4Protocol protocol, int length) =>
        Fold((ulong)source.Value + destination.Value + (uint)protocol + (uint)length);

    private static ushort Fold(ulong sum)
    {
        sum = (sum & 0xFFFF_FFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)((sum & 0xFFFF) + (sum >> 16));
    }
}
