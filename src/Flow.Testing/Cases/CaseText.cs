using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Flow.Testing;

/// <summary>A case as one line of text that can be pasted, edited and read back: JSON, with nothing in it that is as it is by default.</summary>
internal static class CaseText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNothing } },
    };

    public static string Print<TCase>(TCase example) => JsonSerializer.Serialize(example, Options);

    public static TCase Parse<TCase>(string text) =>
        JsonSerializer.Deserialize<TCase>(text, Options) ?? throw new FormatException($"'{text}' is no case.");

    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties) property.IsRequired = false;
    }
}
