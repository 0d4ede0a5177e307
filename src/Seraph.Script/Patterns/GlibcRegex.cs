using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Seraph.Script.Parameters;

namespace Seraph.Script.Patterns;

/// <summary>Regular expressions by <c>regcomp</c> and <c>regexec</c> of the GNU C library, which work on bytes of a given length (REG_STARTEND).</summary>
internal sealed unsafe partial class GlibcRegex : IRegexEngine
{
    private const int Extended = 1;
    private const int IgnoreCase = 2;
    private const int Newline = 4;
    private const int StartEnd = 4; // an execution flag, of another set than the compilation flags above

    private readonly CompiledPattern _pattern;

    private GlibcRegex(CompiledPattern pattern) => _pattern = pattern;

    /// <summary>True when the C library is glibc, the only one whose structures are known here.</summary>
    public static bool IsAvailable { get; } =
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _);

    public static bool TryCompile(ReadOnlySpan<byte> pattern, PosixRegexOptions options, out GlibcRegex? regex, out string? error)
    {
        regex = null;
        error = null;
        var flags = Extended;
        if (options.HasFlag(PosixRegexOptions.IgnoreCase))
            flags |= IgnoreCase;
        if (options.HasFlag(PosixRegexOptions.NewlineSensitive))
            flags |= Newline;

        Span<byte> terminated = pattern.Length < 512 ? stackalloc byte[pattern.Length + 1] : new byte[pattern.Length + 1];
        pattern.CopyTo(terminated);
        terminated[^1] = 0;
        var compiled = new CompiledPattern();
        int code;
        fixed (byte* text = terminated)
            code = RegComp(compiled.DangerousGetHandle(), text, flags);

        if (code == 0)
        {
            compiled.IsCompiled = true;
            regex = new GlibcRegex(compiled);
            return true;
        }

        error = ErrorText(code, compiled.DangerousGetHandle());
        compiled.Dispose();
        return false;
    }

    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<RegexGroup> groups)
    {
        var wanted = Math.Min(groups.Length, PosixRegex.MaxGroups);
        Span<RegexGroup> found = stackalloc RegexGroup[PosixRegex.MaxGroups];
        found[0] = new RegexGroup(start, text.Length);
        byte none = 0;
        int code;
        fixed (byte* bytes = text)
        fixed (RegexGroup* matches = found)
            code = RegExec(_pattern.DangerousGetHandle(), bytes is null ? &none : bytes, (nuint)wanted, matches, StartEnd);

        GC.KeepAlive(_pattern);
        if (code != 0)
            return false;

        found[..wanted].CopyTo(groups);
        return true;
    }

    private static string ErrorText(int code, nint pattern)
    {
        Span<byte> text = stackalloc byte[256];
        fixed (byte* buffer = text)
            RegError(code, pattern, buffer, (nuint)text.Length);

        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(text[..Math.Max(end, 0)]);
    }

    [LibraryImport("libc.so.6", EntryPoint = "regcomp")]
    private static partial int RegComp(nint pattern, byte* text, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "regexec")]
    private static partial int RegExec(nint pattern, byte* text, nuint groupCount, RegexGroup* groups, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "regerror")]
    private static partial nuint RegError(int code, nint pattern, byte* buffer, nuint size);

    [LibraryImport("libc.so.6", EntryPoint = "regfree")]
    private static partial void RegFree(nint pattern);

    /// <summary>A <c>regex_t</c>. The engine calls with the raw pointer and keeps the object alive, which spares a reference count per match.</summary>
    private sealed class CompiledPattern : SafeHandleZeroOrMinusOneIsInvalid
    {
        private const int StructureSize = 256; // regex_t takes 64 bytes on 64-bit systems

        public CompiledPattern()
            : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed(StructureSize));

        public bool IsCompiled { get; set; }

        protected override bool ReleaseHandle()
        {
            if (IsCompiled)
                RegFree(handle);

            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
