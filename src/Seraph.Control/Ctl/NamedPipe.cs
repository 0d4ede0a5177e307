using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Seraph.Control.Ctl;

/// <summary>Named pipes of Linux, which .NET has no calls for.</summary>
internal static partial class NamedPipe
{
    private const int WriteOnly = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int WorkingDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const int TheFileItself = 0x1000;
    private const uint BasicFacts = 0x7ff;
    private const int FileTypeMask = 0xf000;
    private const int PipeType = 0x1000;
    private const int WouldBlock = 11;
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Makes a pipe that only its owner may use.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void Create(string path)
    {
        if (mkfifo(path, 0x180) != 0)
            throw new IOException($"cannot create the pipe {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>What tells this pipe from every other file; null when the path is no pipe, is a link, or the pipe has several names.</summary>
    public static (uint, uint, ulong)? Identify(string path) => Identify(WorkingDirectory, path, DoNotFollowLinks);

    /// <summary>Opens a pipe that somebody reads from; null when nobody does, or when it is not what it was a moment ago.</summary>
    public static SafeFileHandle? TryOpenForWriting(string path)
    {
        var before = Identify(path);
        if (before is null)
            return null;
        var handle = open(path, WriteOnly | NonBlocking | CloseOnExec);
        if (!handle.IsInvalid && Identify((int)handle.DangerousGetHandle(), "", TheFileItself) == before)
            return handle;
        handle.Dispose();
        return null;
    }

    /// <summary>Writes all of <paramref name="bytes"/>; false when the reader is gone or too slow.</summary>
    public static bool TryWrite(SafeFileHandle pipe, ReadOnlySpan<byte> bytes, CancellationToken stop)
    {
        var waited = TimeSpan.Zero;
        var pause = TimeSpan.FromMilliseconds(10);
        while (!bytes.IsEmpty)
        {
            var written = write(pipe, bytes, (nuint)bytes.Length);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            if (Marshal.GetLastPInvokeError() != WouldBlock || waited >= WriteTimeout || stop.WaitHandle.WaitOne(pause))
                return false;
            waited += pause;
        }

        return true;
    }

    private static (uint, uint, ulong)? Identify(int directory, string path, int flags)
    {
        if (statx(directory, path, flags, BasicFacts, out var facts) != 0 || (facts.Mode & FileTypeMask) != PipeType || facts.Links != 1)
            return null;
        return (facts.DeviceMajor, facts.DeviceMinor, facts.Inode);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx(int directory, string path, int flags, uint mask, out Facts facts);

    /// <summary>The kernel's struct statx, as far as we look at it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Facts
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
