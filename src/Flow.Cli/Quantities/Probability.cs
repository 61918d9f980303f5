namespace Flow.Cli.Quantities;

/// <summary>How likely something is, from 0 to 1, as people write it.</summary>
internal static class Probability
{
    public static double Read(string text)
    {
        var isMeasure = Measure.TryRead(text, out var measure);
        decimal? fraction = measure.Unit switch
        {
            _ when !isMeasure => null,
            "%" => measure.Number / 100,
            "" => measure.Number,
            _ => null,
        };
        return fraction is >= 0 and <= 1
            ? (double)fraction
            : throw new FormatException("is neither a percentage from 0% to 100% nor a fraction from 0 to 1; write 2% or 0.02, for example");
    }
}
