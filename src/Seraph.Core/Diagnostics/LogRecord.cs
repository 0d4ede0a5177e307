using System.Runtime.InteropServices;

namespace Seraph.Core.Diagnostics;

/// <summary>One line on its way to a <see cref="ILogTarget"/>.</summary>
/// <param name="Time">When it was logged, UTC.</param>
/// <param name="Level">Level of <see cref="SerLogLevel"/>.</param>
/// <param name="Category">Who logged it: a module, an area of the core, or the script.</param>
/// <param name="Text">Printable UTF-8, without line ends.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogRecord(DateTimeOffset Time, int Level, string Category, ReadOnlyMemory<byte> Text);
