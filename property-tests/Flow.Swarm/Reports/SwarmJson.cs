using System.Text.Json.Serialization;

namespace Flow.Swarm.Reports;

/// <summary>How a report is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SwarmReport))]
internal sealed partial class SwarmJson : JsonSerializerContext;
