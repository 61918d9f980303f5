using System.Globalization;

namespace Flow.Cli.Quantities;

/// <summary>A length of time as people write and read it.</summary>
internal static class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan Read(string text)
    {
        var isMeasure = Measure.TryRead(text, out var measure);
        decimal? seconds = measure.Unit switch
        {
            _ when !isMeasure => null,
            "us" or "µs" => measure.Number / 1_000_000,
            "ms" => measure.Number / 1_000,
            "s" => measure.Number,
            "" when measure.Number == 0 => 0,
            _ => null,
        };
        if (seconds is null) throw new FormatException("is not a time; write a number with us, ms or s, such as 5ms");
        if (seconds > (decimal)Longest.TotalSeconds) throw new FormatException("is too long; the longest time is 3600s");
        return TimeSpan.FromTicks((long)(seconds.Value * TimeSpan.TicksPerSecond));
    }

    public static string Write(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0 s",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} us"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
    };
}
