namespace Flow.Zoo.Specimens;

/// <summary>All there is to see.</summary>
internal static class Exhibits
{
    public static IReadOnlyList<Specimen> Right { get; } = [.. HopSpecimens.Right, .. StageSpecimens.Right, .. OwnerSpecimens.Right];

    public static IReadOnlyList<Specimen> Broken { get; } = [.. HopSpecimens.Broken, .. StageSpecimens.Broken, .. OwnerSpecimens.Broken];
}
