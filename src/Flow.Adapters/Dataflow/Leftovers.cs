namespace Flow.Adapters;

/// <summary>What is left in a block whose run has ended.</summary>
internal static class Leftovers
{
    /// <summary>Disposes the items, where they can be; what that throws is returned once all have been.</summary>
    public static Exception? Dispose<T>(IEnumerable<T> items)
    {
        List<Exception>? errors = null;
        foreach (var item in items)
        {
            try
            {
                (item as IDisposable)?.Dispose();
            }
            catch (Exception error)
            {
                (errors ??= []).Add(error);
            }
        }

        return errors is null ? null : new AggregateException("Items left in a block could not be disposed.", errors);
    }
}
