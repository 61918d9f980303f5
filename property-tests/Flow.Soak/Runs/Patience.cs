namespace Flow.Soak.Runs;

/// <summary>A token for one wait, which somebody on another thread cancels very soon, if it is one of the unlucky ones.</summary>
internal readonly struct Patience : IDisposable
{
    private const int OneIn = 4;

    private readonly CancellationTokenRegistration _registration;

    private Patience(CancellationTokenRegistration registration, CancellationToken token)
    {
        Token = token;
        _registration = registration;
    }

    public CancellationToken Token { get; }

    public static Patience With(Random random, CancellationToken cancellationToken)
    {
        if (random.Next(OneIn) != 0) return new Patience(default, cancellationToken);
        // It is not disposed: whoever cancels it may come late.
        var source = new CancellationTokenSource();
        var spins = random.Next(300);
        ThreadPool.UnsafeQueueUserWorkItem(_ =>
        {
            Thread.SpinWait(spins);
            source.Cancel();
        }, null);
        return new Patience(cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source), source.Token);
    }

    public void Dispose() => _registration.Dispose();
}
