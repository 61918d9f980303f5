using System.Collections.Immutable;
using System.Globalization;

namespace Flow.Testing;

/// <summary>
/// What a simulation decided where it had a choice: only the decisions that differ from the plain order, which goes on with who
/// runs, and else with the one that has been ready longest.
/// </summary>
/// <remarks>
/// It prints as <c>17:1/2 53:2/3</c>: decision 17 took the second of two, decision 53 the third of three. <see cref="Parse"/> reads
/// that back, and <see cref="SchedulePolicy.Replay"/> follows it.
/// </remarks>
public sealed record Schedule
{
    private const string PlainText = "plain";

    // A deviation that is left out makes the later ones come sooner or later. So the smallest schedule may be one of other decisions.
    // Those of two deviations are tried while there are not too many.
    private const int MostForPairs = 60;

    /// <summary>A schedule of some deviations, in the order of their decisions.</summary>
    public Schedule(ImmutableArray<Deviation> deviations)
    {
        Deviations = deviations;
    }

    /// <summary>The plain order: no decision differs from it.</summary>
    public static Schedule Plain { get; } = new([]);

    /// <summary>The decisions that differ, in their order.</summary>
    public ImmutableArray<Deviation> Deviations { get; }

    /// <summary>Reads what <see cref="ToString"/> has printed.</summary>
    /// <exception cref="FormatException">It is no schedule.</exception>
    public static Schedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == PlainText) return Plain;
        return new Schedule([.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ParseDeviation).OrderBy(it => it.Decision)]);
    }

    /// <summary>
    /// Schedules that deviate less, the boldest first: without half of the deviations, a quarter, and so on down to one; then others of
    /// one deviation or two, as far as the last decision and as there are not too many.
    /// </summary>
    public IEnumerable<Schedule> Shrink()
    {
        var count = Deviations.Length;
        for (var left = count; left > 0; left /= 2)
        {
            for (var at = 0; at < count; at += left) yield return new Schedule(Deviations.RemoveRange(at, Math.Min(left, count - at)));
        }

        if (count <= 1) yield break;
        var last = Deviations[^1].Decision;
        for (var first = 0; first <= last; first++) yield return new Schedule([new Deviation(first, 1)]);
        if (count == 2 || last > MostForPairs) yield break;
        for (var first = 0; first < last; first++)
        {
            for (var second = first + 1; second <= last; second++) yield return new Schedule([new Deviation(first, 1), new Deviation(second, 1)]);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Schedule? other) => other is not null && Deviations.AsSpan().SequenceEqual(other.Deviations.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var deviation in Deviations) hash.Add(deviation);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Deviations.IsEmpty ? PlainText : string.Join(' ', Deviations.Select(Print));

    private static string Print(Deviation deviation) => deviation.Of == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{deviation.Decision}:{deviation.Choice}")
        : string.Create(CultureInfo.InvariantCulture, $"{deviation.Decision}:{deviation.Choice}/{deviation.Of}");

    private static Deviation ParseDeviation(string text)
    {
        var parts = text.Split(':', '/');
        var numbers = new int[3];
        var isRead = parts.Length is 2 or 3;
        for (var i = 0; i < parts.Length && isRead; i++)
            isRead = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        return isRead
            ? new Deviation(numbers[0], numbers[1], numbers[2])
            : throw new FormatException($"'{text}' is no deviation of a schedule, which reads like \"17:1/2 53:2/3\" or \"{PlainText}\".");
    }
}
