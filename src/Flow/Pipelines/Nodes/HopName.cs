namespace Flow;

/// <summary>The name a hop has by default: <c>from.to</c>, after the pipeline that both stages are nested in.</summary>
internal static class HopName
{
    public static string Between(string from, string to)
    {
        var shared = 0;
        for (var i = 0; i < Math.Min(from.Length, to.Length) && from[i] == to[i]; i++)
        {
            if (from[i] == '/') shared = i + 1;
        }

        return $"{from[..shared]}{from[shared..]}.{to[shared..]}";
    }
}
