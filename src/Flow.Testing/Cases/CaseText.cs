using System.Collections;
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
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDefaults } },
    };

    public static string Print<TCase>(TCase example) => JsonSerializer.Serialize(example, Options);

    public static TCase Parse<TCase>(string text) =>
        JsonSerializer.Deserialize<TCase>(text, Options) ?? throw new FormatException($"'{text}' is no case.");

    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        var plain = type.Type.GetConstructor(Type.EmptyTypes)?.Invoke(null);
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
            var byDefault = plain is null ? null : property.Get?.Invoke(plain);
            property.ShouldSerialize = (_, value) => !(Equals(value, byDefault) || (value is ICollection { Count: 0 } && byDefault is ICollection { Count: 0 }));
        }
    }
}
