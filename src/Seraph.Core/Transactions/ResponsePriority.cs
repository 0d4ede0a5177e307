namespace Seraph.Core.Transactions;

/// <summary>Which of several final replies is the one to pass on (spec modules/tm.md, "Final reply selection"; RFC 3261, 16.7, step 6).</summary>
public static class ResponsePriority
{
    /// <summary>The rank of a final reply: the lowest one wins.</summary>
    public static int Of(int code) => code switch
    {
        < 300 => 0,
        < 400 => 3000 + (code - 300),
        401 => 4001,
        407 => 4007,
        415 => 4015,
        420 => 4020,
        484 => 4084,
        < 500 => 4100 + (code - 400),
        < 600 => 5000 + (code - 500),
        < 700 => 1000 + (code - 600),
        _ => 10000 + code,
    };
}
