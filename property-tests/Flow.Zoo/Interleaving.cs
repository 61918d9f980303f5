namespace Flow.Testing;
internal static class Interleaving { public static void Point() { } }
