using System.Globalization;
using Spectre.Console;

namespace Flow.Benchmarks.Peers;

/// <summary>The figures as a table.</summary>
internal static class PeersTable
{
    private static readonly string[] Texts = ["item", "variant"];
    private static readonly string[] Numbers =
        ["hops", "capacity", "ns/item", "ns/hop", "cpu ns/item", "bytes/item", "of channel", "of plain", "items/batch"];

    public static Table Of(IEnumerable<PeerFigures> figures)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in Texts) table.AddColumn(column);
        foreach (var column in Numbers) table.AddColumn(column, it => it.RightAligned().NoWrap());
        foreach (var row in figures) table.AddRow(Cells(row));
        return table;
    }

    private static string[] Cells(PeerFigures row) =>
    [
        row.Item,
        row.Variant,
        Text($"{row.Hops}"),
        Text($"{row.Capacity}"),
        Text($"{row.NsPerItem:0.0}"),
        Text($"{row.NsPerHop:0.00}"),
        Text($"{row.CpuNsPerItem:0.0}"),
        Text($"{row.BytesPerItem:0.0}"),
        Text($"{row.RatioToChannel:0.000}"),
        Text($"{row.RatioToPlain:0.00}"),
        row.BatchesPerHop is { } batches ? Text($"{row.ItemsPerRound / batches:0.0}") : "",
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
