namespace Seraph.Core.Transactions;

/// <summary>
/// Names a transaction of this server for as long as it lives: the bucket of the transaction table and a number that the bucket gave out. Printed as
/// <c>hash:label</c>.
/// </summary>
/// <param name="Hash">Of Call-ID and CSeq number, 0 to 65535.</param>
/// <param name="Label">The bucket's running number.</param>
public readonly record struct TransactionId(ushort Hash, uint Label)
{
    /// <summary>Reads <c>hash:label</c>, both decimal.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TransactionId id)
    {
        id = default;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0
            || !System.Buffers.Text.Utf8Parser.TryParse(text[..colon], out ushort hash, out var used) || used != colon
            || !System.Buffers.Text.Utf8Parser.TryParse(text[(colon + 1)..], out uint label, out used) || used != text.Length - colon - 1)
            return false;
        id = new TransactionId(hash, label);
        return true;
    }

    /// <summary><c>hash:label</c>.</summary>
    public override string ToString() => $"{Hash}:{Label}";
}
