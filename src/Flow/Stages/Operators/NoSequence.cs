namespace Flow;

/// <summary>What is thrown where a sequence was expected, to be expanded, and there is none.</summary>
internal static class NoSequence
{
    public static InvalidOperationException To(string stage) =>
        new($"The stage '{stage}' got null where it expands a sequence; an empty one gives no items.");
}
