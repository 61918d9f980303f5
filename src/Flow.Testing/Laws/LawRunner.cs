using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Flow.Testing;

/// <summary>Keeps what FsCheck found, in words that replay it.</summary>
internal sealed class LawRunner : IRunner
{
    public (string Message, Exception? Cause)? Failure { get; private set; }

    public static FSharpOption<Replay> Parse(string replay)
    {
        var parts = replay.Split(',');
        return new Replay(
            new Rnd(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture)),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public void OnStartFixture(Type t)
    {
    }

    public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    public void OnFinished(string name, TestResult result)
    {
        if (result is not TestResult.Failed failed) return;
        var cause = failed.Item4 is Outcome.Failed outcome ? outcome.Item : null;
        var rnd = failed.Item6;
        Failure = ($"{cause?.Message}\nshrunk from {failed.Item2.Head}\nreplay with FLOW_REPLAY={rnd.Seed},{rnd.Gamma},{failed.Item7}", cause);
    }
}
