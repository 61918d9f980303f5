using System.Globalization;
using System.Text;

namespace Flow;

/// <summary>Prints a snapshot as a table whose columns are aligned.</summary>
internal static class SnapshotTable
{
    private static readonly string[] HopColumns = ["hop", "items", "items/batch", "held/bound", "peak", "blocked", "starved", "released"];

    public static string Print(RunSnapshot snapshot)
    {
        var text = new StringBuilder();
        text.Append(snapshot.Name ?? "run").Append(", ").Append(Bottleneck.Format(snapshot.Elapsed)).AppendLine();
        Append(text, [["stage", "state"], .. snapshot.Stages.Select(Row)]);
        if (snapshot.Hops.Count > 0) Append(text, [HopColumns, .. snapshot.Hops.Select(hop => Row(hop.Reading))]);
        if (snapshot.Bottleneck is { } bottleneck) text.Append(bottleneck).AppendLine();
        return text.ToString();
    }

    private static string[] Row(StageSnapshot stage) => [stage.Path, stage.Condition];

    private static string[] Row(HopReading hop) =>
    [
        hop.Name,
        hop.Items.ToString("N0", CultureInfo.InvariantCulture),
        hop.Batches == 0 ? "-" : ((double)hop.Delivered / hop.Batches).ToString("0.0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{hop.Occupancy:N0}/{hop.Capacity:N0}"),
        hop.Peak.ToString("N0", CultureInfo.InvariantCulture),
        Bottleneck.Format(hop.Blocked),
        Bottleneck.Format(hop.Starved),
        hop.Released.ToString("N0", CultureInfo.InvariantCulture),
    ];

    // Names to the left, figures to the right.
    private static void Append(StringBuilder text, string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var figures = rows[0].Length > 2;
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column > 0 && figures ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.AppendJoin("  ", cells);
            while (text[^1] == ' ') text.Length--;
            text.AppendLine();
        }
    }
}
