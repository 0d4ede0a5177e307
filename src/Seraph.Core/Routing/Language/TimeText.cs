using System.Globalization;

namespace Seraph.Core.Routing.Language;

/// <summary>Writes times as the C library does in its plain locale: the conversions of <c>strftime</c>, on which scripts rely.</summary>
internal static class TimeText
{
    /// <summary>The longest text that a format may make, in bytes (spec core-selects.md, 2.4).</summary>
    public const int MaxLength = 79;

    private static readonly byte[][] Days =
        ["Sunday"u8.ToArray(), "Monday"u8.ToArray(), "Tuesday"u8.ToArray(), "Wednesday"u8.ToArray(), "Thursday"u8.ToArray(), "Friday"u8.ToArray(),
         "Saturday"u8.ToArray()];

    private static readonly byte[][] Months =
        ["January"u8.ToArray(), "February"u8.ToArray(), "March"u8.ToArray(), "April"u8.ToArray(), "May"u8.ToArray(), "June"u8.ToArray(),
         "July"u8.ToArray(), "August"u8.ToArray(), "September"u8.ToArray(), "October"u8.ToArray(), "November"u8.ToArray(), "December"u8.ToArray()];

    /// <summary><c>Www Mmm dd hh:mm:ss yyyy</c>, the day of the month padded with a blank.</summary>
    public static ReadOnlySpan<byte> Classic => "%a %b %e %H:%M:%S %Y"u8;

    /// <summary>Writes <paramref name="time"/> as <paramref name="format"/> says.</summary>
    /// <param name="time">The time, with the offset of its zone.</param>
    /// <param name="zone">The name of the zone, for <c>%Z</c>.</param>
    /// <param name="format">Text with <c>strftime</c> conversions; what is none is copied.</param>
    /// <param name="destination">Where to write; at least <see cref="MaxLength"/> bytes are never too few.</param>
    /// <param name="written">The bytes written.</param>
    /// <returns>False when the text does not fit.</returns>
    public static bool TryFormat(DateTimeOffset time, string zone, ReadOnlySpan<byte> format, Span<byte> destination, out int written)
    {
        var writer = new BoundedWriter(destination.Length > MaxLength ? destination[..MaxLength] : destination);
        Format(ref writer, time, zone, format);
        written = writer.Length;
        return !writer.IsFull;
    }

    private static void Format(ref BoundedWriter writer, DateTimeOffset time, string zone, ReadOnlySpan<byte> format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                writer.Add(format[i]);
                continue;
            }

            var conversion = format[++i];
            if (conversion is (byte)'E' or (byte)'O' && i + 1 < format.Length)
                conversion = format[++i]; // other calendars and digits: the plain locale has none
            Convert(ref writer, time, zone, conversion);
        }
    }

    private static void Convert(ref BoundedWriter writer, DateTimeOffset time, string zone, byte conversion)
    {
        var weekday = (int)time.DayOfWeek;
        var hour12 = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        switch ((char)conversion)
        {
            case 'a': writer.Add(Days[weekday].AsSpan(0, 3)); break;
            case 'A': writer.Add(Days[weekday]); break;
            case 'b' or 'h': writer.Add(Months[time.Month - 1].AsSpan(0, 3)); break;
            case 'B': writer.Add(Months[time.Month - 1]); break;
            case 'c': Format(ref writer, time, zone, Classic); break;
            case 'C': writer.Add(time.Year / 100, 2, '0'); break;
            case 'd': writer.Add(time.Day, 2, '0'); break;
            case 'D' or 'x': Format(ref writer, time, zone, "%m/%d/%y"u8); break;
            case 'e': writer.Add(time.Day, 2, ' '); break;
            case 'F': Format(ref writer, time, zone, "%Y-%m-%d"u8); break;
            case 'g': writer.Add(ISOWeek.GetYear(time.DateTime) % 100, 2, '0'); break;
            case 'G': writer.Add(ISOWeek.GetYear(time.DateTime), 4, '0'); break;
            case 'H': writer.Add(time.Hour, 2, '0'); break;
            case 'I': writer.Add(hour12, 2, '0'); break;
            case 'j': writer.Add(time.DayOfYear, 3, '0'); break;
            case 'k': writer.Add(time.Hour, 2, ' '); break;
            case 'l': writer.Add(hour12, 2, ' '); break;
            case 'm': writer.Add(time.Month, 2, '0'); break;
            case 'M': writer.Add(time.Minute, 2, '0'); break;
            case 'n': writer.Add((byte)'\n'); break;
            case 'p': writer.Add(time.Hour < 12 ? "AM"u8 : "PM"u8); break;
            case 'P': writer.Add(time.Hour < 12 ? "am"u8 : "pm"u8); break;
            case 'r': Format(ref writer, time, zone, "%I:%M:%S %p"u8); break;
            case 'R': Format(ref writer, time, zone, "%H:%M"u8); break;
            case 's': writer.Add(time.ToUnixTimeSeconds(), 1, '0'); break;
            case 'S': writer.Add(time.Second, 2, '0'); break;
            case 't': writer.Add((byte)'\t'); break;
            case 'T' or 'X': Format(ref writer, time, zone, "%H:%M:%S"u8); break;
            case 'u': writer.Add(weekday == 0 ? 7 : weekday, 1, '0'); break;
            case 'U': writer.Add((time.DayOfYear + 6 - weekday) / 7, 2, '0'); break;
            case 'V': writer.Add(ISOWeek.GetWeekOfYear(time.DateTime), 2, '0'); break;
            case 'w': writer.Add(weekday, 1, '0'); break;
            case 'W': writer.Add((time.DayOfYear + 6 - ((weekday + 6) % 7)) / 7, 2, '0'); break;
            case 'y': writer.Add(time.Year % 100, 2, '0'); break;
            case 'Y': writer.Add(time.Year, 1, '0'); break;
            case 'z': AddOffset(ref writer, time.Offset); break;
            case 'Z': AddName(ref writer, zone); break;
            case '%': writer.Add((byte)'%'); break;
            default:
                writer.Add((byte)'%');
                writer.Add(conversion);
                break;
        }
    }

    private static void AddOffset(ref BoundedWriter writer, TimeSpan offset)
    {
        writer.Add(offset < TimeSpan.Zero ? (byte)'-' : (byte)'+');
        var minutes = (int)Math.Abs(offset.TotalMinutes);
        writer.Add(minutes / 60, 2, '0');
        writer.Add(minutes % 60, 2, '0');
    }

    private static void AddName(ref BoundedWriter writer, string name)
    {
        foreach (var c in name)
            writer.Add(c < 128 ? (byte)c : (byte)'?');
    }
}
