using Seraph.Core.Diagnostics;

namespace Seraph.Core.Routing;

/// <summary>Counts replies that were made here and sent without state: the usual codes each, the others by class (spec modules/sl.md).</summary>
public sealed class SentReplyCounters
{
    private static readonly int[] Codes = [200, 202, 300, 301, 302, 400, 401, 403, 404, 407, 408, 483, 500];

    private readonly (string Name, Counter Counter)[] _counters;
    private readonly Counter[] _byCode = new Counter[700];

    /// <summary>Registers the counters in group <c>sl</c>.</summary>
    public SentReplyCounters(Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var counters = new List<(string Name, Counter Counter)>();
        for (var type = 2; type <= 6; type++)
        {
            foreach (var code in Codes.Where(c => c / 100 == type))
                counters.Add((code.ToString(), statistics.AddCounter("sl", $"{code}_replies", $"{code} replies sent without a transaction")));
            counters.Add(($"{type}xx", statistics.AddCounter("sl", $"{type}xx_replies", $"other {type}xx replies sent without a transaction")));
        }

        counters.Add(("xxx", statistics.AddCounter("sl", "xxx_replies", "all other replies sent without a transaction")));
        _counters = [.. counters];
        for (var code = 0; code < _byCode.Length; code++)
            _byCode[code] = Find(code.ToString()) ?? Find($"{code / 100}xx") ?? Find("xxx")!;
    }

    /// <summary>Counts a reply.</summary>
    /// <param name="code">Its code, 100 to 699.</param>
    public void Count(int code) => _byCode[code].Increment();

    /// <summary>All counts, under the names that <c>sl.stats</c> has for them.</summary>
    public IEnumerable<(string Name, long Count)> Read() => _counters.Select(c => (c.Name, c.Counter.Value));

    private Counter? Find(string name) => Array.Find(_counters, c => c.Name == name).Counter;
}
