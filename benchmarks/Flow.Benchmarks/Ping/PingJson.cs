using System.Text.Json.Serialization;

namespace Flow.Benchmarks.Ping;

/// <summary>How the figures are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<PingFigures>))]
internal sealed partial class PingJson : JsonSerializerContext;
