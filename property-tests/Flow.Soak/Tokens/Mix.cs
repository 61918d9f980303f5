namespace Flow.Soak.Tokens;

/// <summary>Numbers that look random and are the same each time they are asked for.</summary>
internal static class Mix
{
    public static int Of(long number, int salt)
    {
        var mixed = (ulong)number * 0x9E37_79B9_7F4A_7C15 + (ulong)salt * 0xC2B2_AE3D_27D4_EB4F;
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8_FEB8_6659_FD93;
        return (int)((mixed ^ (mixed >> 29)) & int.MaxValue);
    }
}
