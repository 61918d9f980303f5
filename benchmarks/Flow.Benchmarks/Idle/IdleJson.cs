using System.Text.Json.Serialization;

namespace Flow.Benchmarks.Idle;

/// <summary>How a report is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IdleReport))]
internal sealed partial class IdleJson : JsonSerializerContext;
