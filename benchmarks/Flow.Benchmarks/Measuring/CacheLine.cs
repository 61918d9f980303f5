namespace Flow.Benchmarks.Measuring;

/// <summary>
/// A number that two threads pass to and fro with nothing around it: what the machine takes for it, whatever the software. A virtual one may take
/// four times as long when its host runs the two processors on distant cores.
/// </summary>
internal sealed class CacheLine : IContestant
{
    // With the number alone on its line, and on the one fetched with it.
    private const int Number = 16;

    private readonly long[] _line = new long[2 * Number];

    /// <summary>It, where there are two processors to wait on each other.</summary>
    public static IEnumerable<CacheLine> WherePossible => Environment.ProcessorCount > 1 ? [new CacheLine()] : [];

    public string Name => "line";

    public Task RunAsync(long count)
    {
        _line[Number] = 0;
        return Task.WhenAll(Task.Run(() => Pass(count, isFirst: true)), Task.Run(() => Pass(count, isFirst: false)));
    }

    private void Pass(long count, bool isFirst)
    {
        ref var number = ref _line[Number];
        for (var turn = isFirst ? 0 : 1L; turn < 2 * count; turn += 2)
        {
            while (Volatile.Read(ref number) != turn)
            {
                // Nothing gentler: to pause takes longer than what is measured.
            }

            Volatile.Write(ref number, turn + 1);
        }
    }
}
