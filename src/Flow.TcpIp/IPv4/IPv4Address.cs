using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Flow.TcpIp;

/// <summary>A 32-bit IPv4 address.</summary>
/// <param name="Value">Its 32 bits, the first octet the most significant.</param>
public readonly record struct IPv4Address(uint Value)
{
    /// <summary>Octets in an address.</summary>
    public const int Length = 4;

    /// <summary>255.255.255.255, every host on this link (RFC 1122 section 3.2.1.3).</summary>
    public static IPv4Address Broadcast { get; } = new(0xFFFF_FFFF);

    /// <summary>0.0.0.0, this host on this network (RFC 1122 section 3.2.1.3).</summary>
    public static IPv4Address Any { get; }

    /// <summary>Whether it names a group of hosts (224.0.0.0/4, RFC 1112).</summary>
    public bool IsMulticast => Value >> 28 == 0xE;

    /// <summary>Whether both lie in one network of <paramref name="prefixLength"/> bits.</summary>
    public bool IsInNetwork(IPv4Address other, int prefixLength) => ((Value ^ other.Value) & Mask(prefixLength)) == 0;

    /// <summary>The address of every host in this one's network of <paramref name="prefixLength"/> bits.</summary>
    public IPv4Address DirectedBroadcast(int prefixLength) => new(Value | ~Mask(prefixLength));

    /// <summary>Reads the first four octets of <paramref name="source"/>.</summary>
    public static IPv4Address Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt32BigEndian(source));

    /// <summary>Writes the four octets.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Value);

    /// <summary>Reads dotted decimal, four numbers from 0 to 255.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IPv4Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IPv4 address such as 10.0.0.1.");

    /// <summary>Reads dotted decimal, four numbers from 0 to 255.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPv4Address address)
    {
        address = default;
        var value = 0u;
        var octets = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            if (++octets > Length) return false;
            if (!byte.TryParse(text.AsSpan()[range], NumberStyles.None, CultureInfo.InvariantCulture, out var octet)) return false;
            value = value << 8 | octet;
        }
        if (octets != Length) return false;
        address = new IPv4Address(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value >> 24}.{(byte)(Value >> 16)}.{(byte)(Value >> 8)}.{(byte)Value}");

    private static uint Mask(int prefixLength) => prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
}
