using System.Globalization;

namespace Flow.Cli.Quantities;

/// <summary>A whole number within bounds.</summary>
internal static class WholeNumber
{
    public static Func<string, int> Between(int least, int most) => text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"is not a whole number from {least} to {most}"));

    public static ulong Read(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("is not a whole number from 0 to 18446744073709551615");
}
