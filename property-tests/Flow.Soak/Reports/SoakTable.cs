using System.Globalization;

namespace Flow.Soak.Reports;

/// <summary>A report in lines.</summary>
internal static class SoakTable
{
    private const int NameWidth = 16;

    public static IEnumerable<string> Of(SoakReport report) =>
    [
        Line("seed", $"{report.Seed}"),
        Line("time", $"{report.Seconds:0} s"),
        Line("runs", $"{report.Runs:N0}"),
        Line("items", $"{report.Items:N0}"),
        Line("swaps", $"{report.Swaps:N0}"),
        Line("faults", $"{report.Faults:N0}, of which {report.DeadLetters:N0} became dead letters"),
        Line("cancellations", $"{report.Cancellations:N0}"),
        Line("drops", $"{report.Drops:N0}"),
        Line("hangs", $"{report.Hangs}"),
        Line("lost", $"{report.Lost}"),
        Line("duplicated", $"{report.Duplicated}"),
        Line("memory", $"{report.MemoryFirst:N0} bytes after the first runs, {report.MemoryLast:N0} after the last"),
        Line("rig", $"{report.RigItems:N0} items through hops of 1, {report.RigCancellations:N0} calls cancelled"),
        Line("cancelled waits", $"{report.CancelledWaits:N0}, {report.WaitsMemoryBefore:N0} bytes before, {report.WaitsMemoryAfter:N0} after"),
        Line("swaps under load", $"{report.LoadSwaps:N0} while {report.LoadItems:N0} items passed"),
        Line("", $"{report.SwapMedianUs:0.0} us a swap (median), {report.SwapLargestUs:N0} us the longest"),
        Line("", $"{report.LongestPauseUs:N0} us the longest pause between two items out"),
        Line("", $"{report.MostAfterFence} items at most from a stage after its fence"),
    ];

    private static string Line(string name, FormattableString text) =>
        name.PadRight(NameWidth) + "  " + text.ToString(CultureInfo.InvariantCulture);
}
