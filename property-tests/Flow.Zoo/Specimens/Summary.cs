using System.Xml.Linq;

namespace Flow.Zoo.Specimens;

/// <summary>What the documentation of a type says first: where it is written what is wrong with a broken one.</summary>
internal static class Summary
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> All = new(static () =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Flow.Zoo.xml")).Descendants("member")
            .Where(static member => member.Element("summary") is not null)
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => member.Element("summary")!.Value.Trim()));

    public static string Of(Type type) => All.Value[$"T:{type.FullName}"];
}
