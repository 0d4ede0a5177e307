using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Seraph.Server;

/// <summary>What the process may do and where it stands: user, group, root, limits (spec core-parameters.md, 2).</summary>
internal static partial class Privileges
{
    private const int LimitCore = 4;
    private const int LimitFiles = 7;

    /// <summary>Becomes another user and group; names or numbers. Null when done, else one line for the operator.</summary>
    public static string? Drop(string? user, string? group)
    {
        uint uid = 0, gid = 0;
        if (user is not null && !TryFindUser(user, out uid, out gid))
            return $"bad user name/uid number: -u {user}";
        if (group is not null && !TryFindGroup(group, out gid))
            return $"bad group name/gid number: -g {group}";
        if ((user is not null || group is not null) && SetGroup(gid) != 0)
            return $"cannot change to group {gid}: {LastError()}";
        if (user is null)
            return null;
        if (InitializeGroups(user, gid) != 0 || SetUser(uid) != 0)
            return $"cannot change to user {user}: {LastError()}";
        return null;
    }

    /// <summary>Changes the root directory and goes there. Null when done, else one line for the operator.</summary>
    public static string? ChangeRoot(string directory) =>
        Chroot(directory) == 0 && Chdir("/") == 0 ? null : $"cannot change the root directory to {directory}: {LastError()}";

    /// <summary>Raises the limit of open files to at least <paramref name="count"/>. Null when done, else one line for the operator.</summary>
    public static string? RaiseOpenFiles(int count)
    {
        if (GetLimit(LimitFiles, out var limit) != 0)
            return $"cannot read the limit of open files: {LastError()}";
        if (limit.Current >= (ulong)count)
            return null;
        limit = new Limit((ulong)count, Math.Max(limit.Maximum, (ulong)count));
        return SetLimit(LimitFiles, limit) == 0 ? null : $"cannot raise the limit of open files to {count}: {LastError()}";
    }

    /// <summary>Allows no core dumps.</summary>
    public static string? DisableCoreDumps() => SetLimit(LimitCore, default) == 0 ? null : $"cannot disable core dumps: {LastError()}";

    /// <summary>Starts a session of its own, away from the terminal.</summary>
    public static void Detach() => _ = SetSession();

    /// <summary>The id of the process group.</summary>
    public static int ProcessGroup => GetProcessGroup();

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    // The files are read since libc's look-up functions return structures whose layout differs between systems.
    private static bool TryFindUser(string name, out uint uid, out uint gid)
    {
        uid = gid = 0;
        foreach (var line in ReadLines("/etc/passwd"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 4 && (fields[0] == name || fields[2] == name))
                return uint.TryParse(fields[2], out uid) && uint.TryParse(fields[3], out gid);
        }

        return uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uid);
    }

    private static bool TryFindGroup(string name, out uint gid)
    {
        gid = 0;
        foreach (var line in ReadLines("/etc/group"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && (fields[0] == name || fields[2] == name))
                return uint.TryParse(fields[2], out gid);
        }

        return uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out gid);
    }

    private static string[] ReadLines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Current, ulong Maximum);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUser(uint user);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int SetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "initgroups", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InitializeGroups(string user, uint group);

    [LibraryImport("libc", EntryPoint = "chroot", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chroot(string path);

    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chdir(string path);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int GetProcessGroup();
}
