namespace Flow.Testing;

/// <summary>What runs one case again: <c>Law: {case} on scheduling</c>.</summary>
internal sealed record ReplayLine(string Law, string Case, Scheduling Scheduling)
{
    /// <summary>The variable of the environment that holds one.</summary>
    public const string Variable = "FLOW_REPLAY";

    private const string On = "} on ";

    /// <summary>The one that the environment has, if any.</summary>
    public static ReplayLine? FromEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : null;

    public static ReplayLine Parse(string text)
    {
        var (law, on) = (text.IndexOf(": {", StringComparison.Ordinal), text.LastIndexOf(On, StringComparison.Ordinal));
        if (law < 0 || on < law) throw new FormatException($"'{text}' replays nothing; what does reads like \"Order: {{\"Items\":3}} on plain\".");
        return new ReplayLine(text[..law], text[(law + 2)..(on + 1)], Scheduling.Parse(text[(on + On.Length)..]));
    }

    public override string ToString() => $"{Law}: {Case} on {Scheduling}";
}
