using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs;

/// <summary>Hands a token on, or ends it.</summary>
internal static class Passing
{
    /// <summary>False when nobody takes the token any more; it has ended then.</summary>
    public static async ValueTask<bool> TryPassAsync(
        this ChannelWriter<Token> output, Token token, CancellationToken cancellationToken, Fate otherwise = Fate.InHand)
    {
        var passed = false;
        try
        {
            while (!(passed = output.TryWrite(token)))
            {
                if (!await output.WaitToWriteAsync(cancellationToken)) return false;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            if (!passed) token.End(otherwise);
        }
    }
}
