using System.Text.Json.Serialization;

namespace Flow.Benchmarks.Shared;

/// <summary>How the figures are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<SharedFigures>))]
internal sealed partial class SharedJson : JsonSerializerContext;
