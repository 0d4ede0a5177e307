using System.Text;
using System.Text.Json;
using Seraph.Core.Management;

namespace Seraph.Cli;

/// <summary>Writes results for programs.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The values of an answer, as an array.</summary>
    public static void Write(TextWriter output, IReadOnlyList<RpcValue> values) => Write(output, writer => Write(writer, RpcValue.From(values)));

    /// <summary>Users.</summary>
    public static void Write(TextWriter output, IEnumerable<UserRow> users) => WriteRows(output, users, (writer, row) =>
    {
        writer.WriteString("user", row.User);
        writer.WriteString("realm", row.Realm);
        writer.WriteString("uid", row.Uid);
        writer.WriteString("did", row.Did);
        writer.WriteNumber("flags", (uint)row.Flags);
    });

    /// <summary>Domains.</summary>
    public static void Write(TextWriter output, IEnumerable<DomainRow> domains) => WriteRows(output, domains, (writer, row) =>
    {
        writer.WriteString("domain", row.Domain);
        writer.WriteString("did", row.Did);
        writer.WriteNumber("flags", (uint)row.Flags);
    });

    private static void WriteRows<T>(TextWriter output, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) => Write(output, writer =>
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            write(writer, row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
            write(writer);
        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter writer, RpcValue value)
    {
        switch (value.Kind)
        {
            case RpcKind.Double:
                writer.WriteNumberValue(value.Double);
                break;
            case RpcKind.Text or RpcKind.Line:
                writer.WriteStringValue(value.Text);
                break;
            case RpcKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.Array)
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case RpcKind.Structure:
                writer.WriteStartObject();
                foreach (var member in value.Structure.Members.GroupBy(member => member.Key))
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Count() == 1 ? member.First().Value : RpcValue.From([.. member.Select(each => each.Value)])); // a name may come more than once
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNumberValue(value.Integer);
                break;
        }
    }
}
