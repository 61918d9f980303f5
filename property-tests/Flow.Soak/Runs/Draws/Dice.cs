namespace Flow.Soak.Runs.Draws;

/// <summary>The chances of a draw.</summary>
internal static class Dice
{
    private const double LargestExponent = 10;

    public static bool OneIn(this Random random, int count) => random.Next(count) == 0;

    /// <summary>From 1 to 1024, small ones as likely as large ones.</summary>
    public static int Capacity(this Random random) => (int)Math.Pow(2, random.NextDouble() * LargestExponent);

    /// <summary>Up to <paramref name="most"/>, small ones as likely as large ones.</summary>
    public static int Count(this Random random, int most) => (int)Math.Pow(most, random.NextDouble());

    public static T Of<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
