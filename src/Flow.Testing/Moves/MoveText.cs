using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flow.Testing;

/// <summary>A move in the text of a case, as it prints: <c>Batch(3)</c>.</summary>
internal sealed class MoveText : JsonConverter<Move>
{
    public override Move Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        return text.Split('(', ')') is [var kind, var size, ""] && Enum.TryParse<MoveKind>(kind, out var found)
            ? new Move(found, int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no move, which reads like \"Batch(3)\".");
    }

    public override void Write(Utf8JsonWriter writer, Move value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
