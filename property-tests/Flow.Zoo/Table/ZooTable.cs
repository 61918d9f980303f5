using System.Globalization;
using Flow.Zoo.Specimens;

namespace Flow.Zoo.Table;

/// <summary>What each broken thing broke, in the words of the document.</summary>
internal static class ZooTable
{
    /// <summary>The two tables: by broken thing, and by law.</summary>
    public static string Of(IReadOnlyList<Specimen> specimens) => string.Join('\n',
    [
        "| broken thing | made from | what is wrong | law that names it | cases | breaks besides, in as many cases |",
        "|---|---|---|---|---|---|",
        .. specimens.Select(Row),
        "",
        "| law | is broken by |",
        "|---|---|",
        .. specimens.SelectMany(static specimen => specimen.Verdicts, static (specimen, verdict) => (verdict.Law, specimen.Name))
            .GroupBy(static pair => pair.Law, static pair => $"`{pair.Name}`").OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => $"| {group.Key} | {string.Join(", ", group.Distinct())} |"),
    ]);

    /// <summary>The part of a row that does not depend on which cases are drawn.</summary>
    public static string Beginning(Specimen specimen) =>
        $"| `{specimen.Name}` | `{specimen.Twin}` | {specimen.Fault} | {specimen.NamedBy} |";

    private static string Row(Specimen specimen)
    {
        var cases = specimen.Named?.Cases.ToString(CultureInfo.InvariantCulture) ?? "never";
        var others = specimen.Verdicts.Where(verdict => verdict != specimen.Named).Select(static verdict => $"{verdict.Law} {verdict.Cases}");
        return $"{Beginning(specimen)} {cases}{(specimen.IsInside ? ", inside" : "")} | {string.Join(", ", others)} |";
    }
}
