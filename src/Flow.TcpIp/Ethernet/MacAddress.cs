using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A 48-bit Ethernet address.</summary>
/// <param name="Value">Its 48 bits, the first octet the most significant.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Octets in an address.</summary>
    public const int Length = 6;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast { get; } = new(0xFFFF_FFFF_FFFF);

    /// <summary>Whether it names a group of hosts (the lowest bit of the first octet), broadcast included.</summary>
    public bool IsMulticast => (Value & 0x0100_0000_0000) != 0;

    /// <summary>Reads the first six octets of <paramref name="source"/>.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> source) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(source) << 32) | BinaryPrimitives.ReadUInt32BigEndian(source[2..]));

    /// <summary>Writes the six octets.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[Length];
        Write(octets);
        return Convert.ToHexStringLower(octets[..1]) + string.Concat(octets[1..].ToArray().Select(octet => $":{octet:x2}"));
    }
}
