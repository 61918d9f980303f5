using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>The options a SYN carries: the maximum segment size (RFC 9293 section 3.7.1) and the window scale (RFC 7323 section 2).</summary>
/// <param name="MaximumSegmentSize">What the sender is ready to receive, or null.</param>
/// <param name="WindowScale">By how many bits the sender's windows are to be shifted, or null if it does not scale.</param>
internal readonly record struct SynOptions(int? MaximumSegmentSize, int? WindowScale)
{
    /// <summary>Most bytes <see cref="Write"/> needs.</summary>
    public const int MaximumLength = 8;

    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte MaximumSegmentSizeKind = 2;
    private const byte WindowScaleKind = 3;

    /// <summary>Reads what it knows and skips the rest; stops at the first option that makes no sense.</summary>
    public static SynOptions Read(ReadOnlySpan<byte> options)
    {
        var read = default(SynOptions);
        while (options.Length > 0 && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }
            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length) break;
            var kind = options[0];
            var value = options[2..options[1]];
            options = options[options[1]..];
            if (kind == MaximumSegmentSizeKind && value.Length == 2)
                read = read with { MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(value) };
            else if (kind == WindowScaleKind && value.Length == 1)
                read = read with { WindowScale = Math.Min((int)value[0], ReceiveWindow.MaximumScale) };
        }
        return read;
    }

    /// <summary>Writes the options, padded to whole words, and returns how many bytes they take.</summary>
    public int Write(Span<byte> destination)
    {
        var length = 0;
        if (MaximumSegmentSize is { } size)
        {
            destination[0] = MaximumSegmentSizeKind;
            destination[1] = 4;
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)size);
            length = 4;
        }
        if (WindowScale is { } scale)
        {
            destination[length] = NoOperation;
            destination[length + 1] = WindowScaleKind;
            destination[length + 2] = 3;
            destination[length + 3] = (byte)scale;
            length += 4;
        }
        return length;
    }
}
