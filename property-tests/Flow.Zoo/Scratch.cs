using Flow.Zoo.Specimens;
using Xunit;
namespace Flow.Zoo;
public sealed class Scratch(ITestOutputHelper output)
{
    [Fact]
    public void Kills()
    {
        foreach (var s in (Specimen[])[.. HopSpecimens.Right, .. StageSpecimens.Right, .. HopSpecimens.Broken, .. StageSpecimens.Broken])
        {
            var sw = TimeProvider.System.GetTimestamp();
            var v = s.Verdicts;
            output.WriteLine($"ZZ {(s.NamedBy is null ? "" : v.Any(x => x.Law == s.NamedBy) ? "" : "SURVIVES ")}{s} [{s.NamedBy}]: {string.Join(", ", v.Select(x => $"{x.Law} {x.Cases}"))} {TimeProvider.System.GetElapsedTime(sw).TotalMilliseconds:0} ms");
            if (s.NamedBy is null) foreach (var x in v) output.WriteLine("ZZ   " + x.Failure.Message);
        }
    }
}
