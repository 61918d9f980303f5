using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;

namespace Flow.Benchmarks.Peers.Akka;

/// <summary>The actor system that Akka's streams run on; it is started when it is first asked for.</summary>
internal sealed class AkkaStreams : IAsyncDisposable
{
    private readonly Lazy<(ActorSystem System, ActorMaterializer Materializer)> _started = new(Start);

    public ActorMaterializer Materializer => _started.Value.Materializer;

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated) await _started.Value.System.Terminate();
    }

    private static (ActorSystem System, ActorMaterializer Materializer) Start()
    {
        var quiet = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");
        var system = ActorSystem.Create("benchmarks", quiet);
        return (system, system.Materializer());
    }
}
