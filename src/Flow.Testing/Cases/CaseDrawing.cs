using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Flow.Testing;

/// <summary>Draws cases, by FsCheck, until one fails.</summary>
internal sealed class CaseDrawing : IRunner
{
    /// <summary>The variable of the environment that holds a seed to draw from.</summary>
    public const string Variable = "FLOW_SEED";

    /// <summary>Whether the environment says what to draw from, so that the same cases are drawn again.</summary>
    public static bool IsRepeatable => FromEnvironment is not null;

    /// <summary>What draws the case that failed, first of all: the value of <see cref="Variable"/>.</summary>
    public string? Seed { get; private set; }

    private static string? FromEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } seed ? seed : null;

    /// <summary>Draws up to <paramref name="samples"/> cases.</summary>
    /// <returns>How many held before one failed, or there were enough.</returns>
    public int Run<T>(Gen<T> cases, int samples, Func<T, bool> holds)
    {
        var held = 0;
        var config = Config.Quick.WithMaxTest(samples).WithRunner(this);
        if (FromEnvironment is { } seed) config = config.WithReplay(Parse(seed));
        Check.One(config, Prop.ForAll(Arb.From(cases), example =>
        {
            var isHeld = holds(example);
            if (isHeld) held++;
            return isHeld;
        }));
        return held;
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
        if (result is TestResult.Failed failed)
            Seed = string.Create(CultureInfo.InvariantCulture, $"{failed.Item6.Seed},{failed.Item6.Gamma},{failed.Item7}");
    }

    private static FSharpOption<Replay> Parse(string seed)
    {
        var parts = seed.Split(',');
        return new Replay(
            new Rnd(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture)),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
