using Flow.Zoo.Specimens;

namespace Flow.Zoo.Table;

/// <summary>What each broken thing broke, as the document shows it.</summary>
internal static class ZooTable
{
    /// <summary>One row of a broken thing: what has to be found again for the document to be right, and what else was.</summary>
    public static string Row(Specimen specimen)
    {
        var named = specimen.Verdicts.FirstOrDefault(verdict => verdict.Law == specimen.NamedBy);
        var others = specimen.Verdicts.Where(verdict => verdict != named);
        return $"{Beginning(specimen)} {named?.Cases.ToString() ?? "-"} | {string.Join(", ", others.Select(Show))} |";
    }

    /// <summary>The part of a row that no change of the cases changes.</summary>
    public static string Beginning(Specimen specimen) =>
        $"| `{specimen.Name}` | `{specimen.Twin}` | {specimen.Fault} | {specimen.NamedBy} |";

    public static string Of(IReadOnlyList<Specimen> specimens) => string.Join('\n', specimens.Select(Row).Prepend("|---|---|---|---|---|---|")
        .Prepend("| broken thing | made from | what is wrong | law that names it | cases | and breaks, in as many cases |"));

    private static string Show(Verdict verdict) => $"{verdict.Law} {verdict.Cases}";
}
