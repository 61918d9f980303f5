using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It throws what its input has faulted with before it has passed on what came before that.</summary>
internal sealed class HurriesToFault : Owning
{
    protected override void OnTaken(ChannelReader<Token> input)
    {
        if (input.Completion.IsFaulted) throw input.Completion.Exception.InnerException!;
    }
}
