namespace Flow.Testing;

/// <summary>Says what was found where a law does not hold.</summary>
internal static class LawBreach
{
    public static void Unless(bool holds, string found)
    {
        if (!holds) throw new LawBrokenException(found);
    }

    public static void UnlessEqual<T>(T expected, T actual, string what) =>
        Unless(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: {actual} instead of {expected}");

    public static void UnlessSame<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual, string what)
    {
        var at = expected.Zip(actual).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        if (at == expected.Count && at == actual.Count) return;
        throw new LawBrokenException(
            $"{what}: at {at} of {actual.Count} there is {Show(actual)} instead of {Show(expected)}, of {expected.Count}");

        string Show(IReadOnlyList<T> list) => at < list.Count ? $"{list[at]}" : "nothing";
    }
}
