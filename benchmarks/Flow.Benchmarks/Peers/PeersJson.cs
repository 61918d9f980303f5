using System.Text.Json.Serialization;

namespace Flow.Benchmarks.Peers;

/// <summary>How the figures are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<PeerFigures>))]
internal sealed partial class PeersJson : JsonSerializerContext;
