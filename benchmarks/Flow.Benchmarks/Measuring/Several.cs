using Flow.Cli.Quantities;

namespace Flow.Benchmarks.Measuring;

/// <summary>Values with commas between, as people write them.</summary>
internal static class Several
{
    public static string[] Names(string text)
    {
        var names = text.Split(',');
        return names.All(name => name.Length > 0)
            ? names
            : throw new FormatException("is not a list of names; write names with commas between");
    }

    public static Func<string, int[]> Numbers(int least, int most)
    {
        var read = WholeNumber.Between(least, most);
        return text =>
        {
            try
            {
                return [.. text.Split(',').Select(read).Distinct()];
            }
            catch (FormatException)
            {
                throw new FormatException(
                    $"is not a list of whole numbers from {least} to {most}; write numbers with commas between");
            }
        };
    }
}
