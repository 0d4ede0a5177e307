using System.Globalization;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the process, the clock and unique ids (spec core-selects.md, 2.4).</summary>
internal static class SystemSelects
{
    [Select("sys.pid")]
    public static SelectResult ProcessId(RouteContext context) => context.Scratch.Number(Environment.ProcessId);

    [Select("sys.unique")]
    public static SelectResult Unique(RouteContext context)
    {
        const int longest = 8 + 1 + 8 + 1 + 8;
        if (!context.Scratch.TryRent(longest, out var memory))
            return SelectResult.Error;
        var writer = new BoundedWriter(memory.Span);
        var pid = (uint)Environment.ProcessId;
        writer.AddHex(pid, pid > ushort.MaxValue ? 8 : 4);
        writer.Add((byte)'-');
        writer.AddHex((ulong)UniqueNumbers.StartTime, 8);
        writer.Add((byte)'-');
        writer.AddHex(UniqueNumbers.Next(), 8);
        return context.Scratch.Shrink(memory, writer.Length);
    }

    [Select("sys.now")]
    public static SelectResult Now(RouteContext context) => context.Scratch.Number(context.Server.Time.GetUtcNow().ToUnixTimeSeconds());

    [Select("sys.now.local")]
    public static SelectResult NowLocal(RouteContext context) => Local(context, context.Server.Time.GetLocalNow(), TimeText.Classic);

    [Select("sys.now.local.*")]
    public static SelectResult NowLocal(RouteContext context, byte[] format) => Local(context, context.Server.Time.GetLocalNow(), format);

    [Select("sys.now.utc")]
    [Select("sys.now.gmt")]
    public static SelectResult NowUtc(RouteContext context) => Format(context, context.Server.Time.GetUtcNow(), "GMT", TimeText.Classic);

    [Select("sys.now.utc.*")]
    [Select("sys.now.gmt.*")]
    public static SelectResult NowUtc(RouteContext context, byte[] format) => Format(context, context.Server.Time.GetUtcNow(), "GMT", format);

    /// <summary>A local time as <paramref name="format"/> says.</summary>
    public static SelectResult Local(RouteContext context, DateTimeOffset time, ReadOnlySpan<byte> format)
    {
        var zone = context.Server.Time.LocalTimeZone;
        return Format(context, time, zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName, format);
    }

    private static SelectResult Format(RouteContext context, DateTimeOffset time, string zone, ReadOnlySpan<byte> format)
    {
        if (!context.Scratch.TryRent(TimeText.MaxLength, out var memory) || !TimeText.TryFormat(time, zone, format, memory.Span, out var written))
            return SelectResult.Error;
        return context.Scratch.Shrink(memory, written);
    }
}
