using System.Globalization;

namespace Flow.Cli.Quantities;

/// <summary>A number with a unit behind it, as people write one: <c>1.5GiB</c>, <c>20ms</c>, <c>2%</c>.</summary>
internal readonly record struct Measure(decimal Number, string Unit)
{
    public static bool TryRead(string text, out Measure measure)
    {
        var number = text.AsSpan().TrimEnd("%µABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        var isNumber = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        measure = new Measure(value, text[number.Length..]);
        return isNumber;
    }
}
