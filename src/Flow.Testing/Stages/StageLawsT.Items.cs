namespace Flow.Testing;

public static partial class StageLaws<TIn, TOut>
{
    /// <summary>First in, first out.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Order { get; } = Make(
        "Order", "What enters a stage that keeps order leaves in the order it entered, however the stage ends.", static stage => JudgeOrder(stage), of: Capabilities.Ordered);

    /// <summary>First in, first out, for each key.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> KeyOrder { get; } = Make(
        "KeyOrder",
        "What comes out of one key is in the order in which it entered.",
        static stage =>
        {
            var key = stage.Subject.Key ?? throw new ArgumentException($"{stage.Subject} is declared Keyed, and has no Key.");
            var expected = stage.Expected.ToLookup(key);
            foreach (var group in stage.Outputs.GroupBy(key)) JudgeOrder(new OutputJudge<TOut>([.. expected[group.Key]], [.. group]));
        },
        of: Capabilities.Keyed);

    /// <summary>Nothing comes from nowhere.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NothingInvented { get; } = Make(
        "NothingInvented", "Nothing comes out but what the items that went in become.", static stage => JudgeInvented(stage.Outcome));

    /// <summary>Nothing comes again.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NothingTwice { get; } = Make(
        "NothingTwice", "What an item becomes comes out once.", static stage => JudgeRepeated(stage.Outcome));

    /// <summary>Nothing gets lost.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NothingLost { get; } = Make(
        "NothingLost",
        "When its input has completed, all that the items become has come out, what was kept until the end too; until then nothing is left out.",
        JudgeMissing,
        except: Capabilities.Lossy);

    /// <summary>What comes out is what the model says.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Model { get; } = Make(
        "Model",
        "What a completed input becomes is what the sequential model makes of it.",
        static stage =>
        {
            if (!stage.IsWhole) return;
            var (expected, actual) = (stage.Expected, stage.Outputs);
            LawBreach.UnlessEqual(expected.Count, actual.Count, "items of output");
            if (stage.Subject.Has(Capabilities.Ordered)) LawBreach.UnlessSame(expected, actual, "items of output");
        },
        except: Capabilities.Lossy);

    /// <summary>State lives in the call.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> StateInTheCall { get; } = new(
        "StateInTheCall",
        "One stage may run many times, also at once: each run makes of its items what it would make alone.",
        Of(Capabilities.None, Capabilities.Lossy),
        StageExperiments<TIn, TOut>.Twice,
        static conversation =>
        {
            var runs = (TwoRuns<TIn, TOut>)conversation;
            LawBreach.Unless(!runs.IsStuck, runs.Failure?.Message!);
            foreach (var run in runs.Runs)
            {
                LawBreach.Unless(run.Thrown is null, $"a run threw {run.Thrown}");
                JudgeWhole(run);
            }
        });

    /// <summary>A stage without state has no memory.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Stateless { get; } = new(
        "Stateless",
        "Two runs, each on a part of the items, make together what one makes of all of them.",
        Of(Capabilities.None, Capabilities.Stateful | Capabilities.Lossy),
        StageExperiments<TIn, TOut>.Parts,
        static conversation =>
        {
            var parts = (TwoParts<TIn, TOut>)conversation;
            LawBreach.Unless(!parts.IsStuck, parts.Failure?.Message!);
            JudgeWhole(parts);
        });

    /// <summary>The slow hold up nobody.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NoHeadOfLine { get; } = new(
        "NoHeadOfLine",
        "Where no order is declared, an item that takes long does not hold up those after it.",
        new Condition<StageSubject<TIn, TOut>>(
            "stages that have a CreateHeld and are not declared Ordered", static stage => stage.CreateHeld is not null && !stage.Has(Capabilities.Ordered)),
        StageExperiments<TIn, TOut>.Held,
        static conversation => LawBreach.Unless(
            !conversation.IsStuck, $"{((HeldRun<TIn, TOut>)conversation).Outputs.Count} items came out while the first was held up, and then no more"));

    private static void JudgeOrder(StageConversation<TIn, TOut> stage) => JudgeOrder(stage.Outcome);

    private static void JudgeOrder(OutputJudge<TOut> outcome)
    {
        if (outcome.FirstOutOfOrder() is { } found)
            LawBreach.Unless(false, $"{found.Late} came out after {found.Early}, which was to come later");
    }

    private static void JudgeInvented(OutputJudge<TOut> outcome)
    {
        foreach (var item in outcome.Invented) LawBreach.Unless(false, $"{item} came out, which nothing that went in becomes");
    }

    private static void JudgeRepeated(OutputJudge<TOut> outcome)
    {
        foreach (var item in outcome.Repeated) LawBreach.Unless(false, $"{item} came out more often than it was to");
    }

    private static void JudgeMissing(StageConversation<TIn, TOut> stage)
    {
        var outcome = stage.Outcome;
        if (stage.IsWhole)
        {
            JudgeMissing(outcome);
        }
        else if (stage.Subject.Has(Capabilities.Ordered) && outcome.FirstOutOfOrder() is null && outcome.FirstGap() is { } gap)
        {
            LawBreach.Unless(false, $"{gap.Missing} did not come out, and {gap.Next} after it did");
        }
    }

    private static void JudgeMissing(OutputJudge<TOut> outcome)
    {
        foreach (var item in outcome.Missing) LawBreach.Unless(false, $"{item} did not come out");
    }

    private static void JudgeWhole(StageConversation<TIn, TOut> stage)
    {
        var outcome = stage.Outcome;
        JudgeInvented(outcome);
        JudgeRepeated(outcome);
        JudgeMissing(outcome);
        if (stage.Subject.Has(Capabilities.Ordered)) JudgeOrder(outcome);
    }
}
