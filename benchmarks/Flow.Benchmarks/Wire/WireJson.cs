using System.Text.Json.Serialization;

namespace Flow.Benchmarks.Wire;

/// <summary>How a report is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireReport))]
internal sealed partial class WireJson : JsonSerializerContext;
