using Flow.Zoo.Specimens;
using Xunit;

namespace Flow.Zoo;

/// <summary>Each broken thing is killed, by the law that names its fault; and no law fires on the right ones.</summary>
public sealed class ZooTests
{
    public static TheoryData<string> Broken() => [.. Exhibits.Broken.Select(static specimen => specimen.ToString())];

    public static TheoryData<string> Right() => [.. Exhibits.Right.Select(static specimen => specimen.ToString())];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_one_breaks_the_law_that_names_its_fault(string name)
    {
        var specimen = Exhibits.Broken.Single(specimen => specimen.ToString() == name);
        Assert.Contains(specimen.NamedBy, specimen.Verdicts.Select(static verdict => verdict.Law));
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void A_right_one_keeps_every_law(string name)
    {
        var specimen = Exhibits.Right.Single(specimen => specimen.ToString() == name);
        Assert.Empty(specimen.Verdicts.Select(static verdict => verdict.Failure.Message));
    }

    [Fact]
    public void A_broken_one_is_made_from_a_right_one() =>
        Assert.Subset(
            Exhibits.Right.Select(static specimen => specimen.Type).ToHashSet(),
            Exhibits.Broken.Select(static specimen => specimen.Type.BaseType!).ToHashSet());

    [Fact]
    public void All_of_them_are_shown() =>
        Assert.Equal(
            typeof(Exhibits).Assembly.GetTypes()
                .Where(static type => type.Namespace?.EndsWith(".Broken", StringComparison.Ordinal) == true && !type.IsNested)
                .Select(static type => type.FullName).Order(),
            Exhibits.Broken.Select(static specimen => specimen.Type.FullName).Order());
}
