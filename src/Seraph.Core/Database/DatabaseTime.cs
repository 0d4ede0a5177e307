using System.Globalization;

namespace Seraph.Core.Database;

/// <summary>Instants as databases without a type for them write them: <c>YYYY-MM-DD HH:MM:SS</c> in UTC, which also sorts as text.</summary>
public static class DatabaseTime
{
    /// <summary>The length of the text in bytes.</summary>
    public const int Length = 19;

    private const long Latest = 253402300799; // 9999-12-31 23:59:59

    /// <summary>Writes an instant; what lies outside the years 1 to 9999 becomes the nearest that does not.</summary>
    public static void Format(long unixSeconds, Span<byte> destination)
    {
        var seconds = Math.Clamp(unixSeconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), Latest);
        DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.TryFormat(destination, out _, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads an instant: the text above (a <c>T</c> may stand for the space, fractions of a second are dropped) or seconds since 1970.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        if (text.Length < Length)
            return long.TryParse(text, CultureInfo.InvariantCulture, out unixSeconds);

        unixSeconds = 0;
        if (!Number(text[..4], out var year) || text[4] != '-' || !Number(text[5..7], out var month) || text[7] != '-' || !Number(text[8..10], out var day)
            || text[10] is not ((byte)' ' or (byte)'T')
            || !Number(text[11..13], out var hour) || text[13] != ':' || !Number(text[14..16], out var minute) || text[16] != ':' || !Number(text[17..19], out var second))
            return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;

        unixSeconds = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds();
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
