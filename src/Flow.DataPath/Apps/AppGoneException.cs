namespace Flow.DataPath;

/// <summary>The app has closed its socket.</summary>
public sealed class AppGoneException : IOException
{
    /// <summary>Makes the error.</summary>
    public AppGoneException(string message = "The app has closed its socket.", Exception? inner = null)
        : base(message, inner)
    {
    }
}
