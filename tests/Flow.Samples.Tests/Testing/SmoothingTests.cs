using Flow.Testing;

namespace Samples.Testing;

public sealed class SmoothingTests
{
    private static readonly StageSubject<int, int> Smoothing = new(
        "smoothing", () => new Smoothing(), number => number, items => items)
    { Hand = 4 };

    public static TheoryData<Law<StageSubject<int, int>, StageCase>> Laws() => [.. StageLaws<int, int>.All];

    [Fact]
    public void Smoothing_keeps_the_laws() => StageLaws.Hold(
        () => new Smoothing(),
        model: items => items,
        Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Swappable);

    [Theory]
    [MemberData(nameof(Laws))]
    public void Smoothing_keeps(Law<StageSubject<int, int>, StageCase> law) => law.Hold(Smoothing);

    [Fact]
    public void Laws_that_do_not_apply_are_listed_with_the_reason()
    {
        var report = StageLaws.Hold(Smoothing, Execution.Simulated, 10);
        Assert.Contains("KeyOrder: skipped, it is a law of stages that are declared Keyed", $"{report}", StringComparison.Ordinal);
        Assert.Contains("Order: held in 10 cases", $"{report}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_reorder_at_the_wrap_is_found_and_shrinks_to_a_handful()
    {
        var broken = Assert.Throws<LawBrokenException>(() => StageLaws.Hold(
            () => new SmoothingThatWraps(), items => items, Capabilities.Ordered | Capabilities.OneToOne));

        var smallest = Assert.IsType<StageCase>(broken.Case);
        Assert.Equal("Order", broken.Law!.Name);
        Assert.InRange(smallest.Items, 2, 6);
        Assert.Throws<LawBrokenException>(() => StageLaws<int, int>.Order.Replay(
            new StageSubject<int, int>("smoothing", () => new SmoothingThatWraps(), number => number, items => items), broken.Replay!));
        TestContext.Current.SendDiagnosticMessage(broken.Message);
    }
}
