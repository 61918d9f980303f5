using Flow.Soak.Tokens;

namespace Flow.Soak.Runs;

/// <summary>What a stage does with each token, and whatever takes the stage's place does too.</summary>
/// <param name="ledger">The run's.</param>
/// <param name="stage">The stage's name.</param>
/// <param name="salt">Which tokens it throws at.</param>
/// <param name="faultEvery">It throws at one of so many tokens; at none if it is 0.</param>
/// <param name="hasPolicy">Whether the token it throws at is left as it is, for the stage's fault policy.</param>
internal sealed class Work(Ledger ledger, string stage, int salt, int faultEvery, bool hasPolicy)
{
    private int _bodies;

    public Ledger Ledger => ledger;

    public bool HasPolicy => hasPolicy;

    /// <summary>A body begins: the one before it has ended.</summary>
    public Body Begin()
    {
        if (Interlocked.Increment(ref _bodies) != 1) ledger.Break($"Two bodies of '{stage}' were running at once.");
        return new Body(this, ledger.Enter());
    }

    /// <summary>The token is its own.</summary>
    public Token Do(Token token)
    {
        using var inside = ledger.Enter();
        try
        {
            ThrowAtSome(token);
            return token;
        }
        catch when (!hasPolicy)
        {
            token.End(Fate.Thrown);
            throw;
        }
    }

    /// <summary>The token stays the stage's.</summary>
    public void Look(Token token)
    {
        using var inside = ledger.Enter();
        ThrowAtSome(token);
    }

    /// <summary>Looks, and says whether the token is wanted.</summary>
    public bool Keep(Token token) => !IsUnwanted(token);

    /// <summary>Looks, and says whether the token is not wanted.</summary>
    public bool IsUnwanted(Token token)
    {
        Look(token);
        return token.IsUnwanted = Mix.Of(token.Sequence, salt + 1) % 8 == 0;
    }

    /// <summary>Takes a while over some tokens, and is done early when it is told to.</summary>
    public async ValueTask<Token> DoAsync(Token token, CancellationToken cancellationToken)
    {
        using var inside = ledger.Enter();
        try
        {
            var mixed = Mix.Of(token.Sequence, salt + 2);
            for (var turns = mixed % 4; turns > 0; turns--) await Task.Yield();
            if (mixed % 512 == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            token.Dispose();
            throw;
        }

        return Do(token);
    }

    public async ValueTask<Token> DoInAnyOrderAsync(Token token, CancellationToken cancellationToken)
    {
        token.IsOrdered = false;
        return await DoAsync(token, cancellationToken);
    }

    /// <summary>The token, and sometimes another like it.</summary>
    public IEnumerable<Token> Multiply(Token token)
    {
        Do(token);
        var child = Mix.Of(token.Sequence, salt + 3) % 8 == 0 ? ledger.TryBreed(token) : null;
        return child is null ? [token] : Both(token, child);
    }

    /// <inheritdoc cref="Multiply"/>
    public IAsyncEnumerable<Token> MultiplyAsync(Token token) => OneByOneAsync([.. Multiply(token)]);

    /// <summary>All tokens are its own, also when it throws at one.</summary>
    public void DoAll(ReadOnlySpan<Token> tokens, Span<Token> done)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            try
            {
                done[i] = Do(tokens[i]);
            }
            catch when (!hasPolicy)
            {
                foreach (var other in tokens[..i]) other.End(Fate.Thrown);
                foreach (var other in tokens[(i + 1)..]) other.End(Fate.Thrown);
                throw;
            }
        }
    }

    // What is not taken ends with the taking, here and below.
    private static async IAsyncEnumerable<Token> OneByOneAsync(Token[] tokens)
    {
        var taken = 0;
        try
        {
            while (taken < tokens.Length)
            {
                await Task.Yield();
                yield return tokens[taken++];
            }
        }
        finally
        {
            foreach (var token in tokens[taken..]) token.Dispose();
        }
    }

    private static IEnumerable<Token> Both(Token token, Token child)
    {
        Token? left = child;
        try
        {
            yield return token;
            left = null;
            yield return child;
        }
        finally
        {
            left?.Dispose();
        }
    }

    private void ThrowAtSome(Token token)
    {
        token.Use(ledger, stage);
        if (faultEvery == 0 || Mix.Of(token.Sequence + (token.Lane << 32), salt) % faultEvery != 0) return;
        ledger.CountFault();
        throw new SoakFaultException(stage);
    }

    public readonly struct Body(Work work, Ledger.Visit visit) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref work._bodies);
            visit.Dispose();
        }
    }
}
