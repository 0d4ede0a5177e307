using System.Globalization;
using System.Runtime.InteropServices;

namespace Seraph.Control.Ctl;

/// <summary>Owner and permissions of sockets and pipes.</summary>
/// <param name="Mode">The permission bits.</param>
/// <param name="User">The owner's number; null leaves it as it is.</param>
/// <param name="Group">The group's number; null leaves it as it is.</param>
internal sealed partial record UnixFileRights(int Mode, uint? User, uint? Group)
{
    private const uint Unchanged = uint.MaxValue;

    /// <summary>Reads user and group, given by name or number; empty leaves them as they are.</summary>
    public static bool TryCreate(int mode, string user, string group, out UnixFileRights rights, out string error)
    {
        rights = new UnixFileRights(mode, null, null);
        error = "";
        if (user.Length > 0)
        {
            if (!TryNumber(user, getpwnam, out var number))
                return Fail($"unknown user '{user}'", out error);
            rights = rights with { User = number };
        }

        if (group.Length > 0)
        {
            if (!TryNumber(group, getgrnam, out var number))
                return Fail($"unknown group '{group}'", out error);
            rights = rights with { Group = number };
        }

        return true;
    }

    /// <summary>Gives a file its owner and permissions.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Apply(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        if ((User is not null || Group is not null) && chown(path, User ?? Unchanged, Group ?? Unchanged) != 0)
            throw new IOException($"cannot change the owner of {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        File.SetUnixFileMode(path, (UnixFileMode)Mode);
    }

    private static bool TryNumber(string name, Func<string, nint> find, out uint number)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return true;
        var entry = OperatingSystem.IsWindows() ? 0 : find(name);
        if (entry == 0)
            return false;
        number = (uint)Marshal.ReadInt32(entry, 2 * nint.Size); // after name and password, in both structures
        return true;
    }

    private static bool Fail(string reason, out string error)
    {
        error = reason;
        return false;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getpwnam(string name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getgrnam(string name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int chown(string path, uint owner, uint group);
}
