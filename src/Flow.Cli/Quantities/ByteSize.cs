using System.Globalization;

namespace Flow.Cli.Quantities;

/// <summary>A count of bytes as people write and read it.</summary>
internal static class ByteSize
{
    // With a thousand connections both ways the sum still fits a long.
    private const long Largest = 1L << 50;

    private static readonly Dictionary<string, long> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1,
        ["B"] = 1,
        ["KB"] = 1_000,
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
    };

    public static long Read(string text)
    {
        if (!Measure.TryRead(text, out var measure) || !Units.TryGetValue(measure.Unit, out var unit))
            throw new FormatException("is not a size; write a number of bytes, or one with B, KB, MB, GB, KiB, MiB or GiB, such as 256MiB");
        if (measure.Number > (decimal)Largest / unit) throw new FormatException("is too much; the largest size is 1048576GiB");
        return (long)(measure.Number * unit);
    }

    public static string Write(long bytes) => bytes switch
    {
        >= 1L << 30 => Write(bytes, 1L << 30, "GiB"),
        >= 1L << 20 => Write(bytes, 1L << 20, "MiB"),
        >= 1L << 10 => Write(bytes, 1L << 10, "KiB"),
        1 => "1 byte",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    private static string Write(long bytes, long unit, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / unit:0.##} {name}");
}
