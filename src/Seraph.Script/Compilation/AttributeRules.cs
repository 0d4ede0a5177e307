using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Compilation;

/// <summary>What compiled code does with attributes and flags. Stores give 1, or -1 when nothing was stored.</summary>
internal static class AttributeRules
{
    public static ScriptValue Read(ScriptContext context, AttributeReference attribute)
    {
        context.Attributes.TryGet(attribute, out var value);
        return value;
    }

    public static bool Exists(ScriptContext context, AttributeReference attribute) => context.Attributes.Exists(attribute);

    public static int Store(ScriptContext context, AttributeReference attribute, int value, bool append, SourceLocation location) =>
        Store(context, attribute, ScriptValue.Of(value), append, location);

    public static int Store(ScriptContext context, AttributeReference attribute, byte[] value, bool append, SourceLocation location) =>
        Store(context, attribute, ScriptValue.Of(value), append, location);

    public static int Store(ScriptContext context, AttributeReference attribute, ReadOnlyMemory<byte> value, bool append, SourceLocation location) =>
        Store(context, attribute, ScriptValue.Of(value), append, location);

    /// <summary>An undefined value deletes the attribute.</summary>
    public static int Store(ScriptContext context, AttributeReference attribute, ScriptValue value, bool append, SourceLocation location)
    {
        if (!value.IsDefined)
        {
            if (!append)
                context.Attributes.Delete(attribute);

            return -1;
        }

        var stored = append ? context.Attributes.Add(attribute, value) : context.Attributes.Assign(attribute, value);
        if (!stored)
            context.Report(ScriptFault.AttributeRefused, location);

        return stored ? 1 : -1;
    }

    /// <summary>By the rules of 2.1: a null select stores "", a failing one deletes the attribute.</summary>
    public static int StoreSelect(ScriptContext context, AttributeReference attribute, SelectResult value, bool append, SourceLocation location) =>
        Store(context, attribute, value.State == SelectState.Error ? default : ScriptValue.Of(value.Text), append, location);

    /// <summary>By the rules of 3.0: a select without a value stores "".</summary>
    public static int StoreSelectText(ScriptContext context, AttributeReference attribute, SelectResult value, bool append, SourceLocation location) =>
        Store(context, attribute, ScriptValue.Of(value.Text), append, location);

    public static int Copy(ScriptContext context, AttributeReference target, AttributeReference source, bool append) =>
        context.Attributes.Copy(target, source, append) ? 1 : -1;

    public static int SetFlag(ScriptContext context, AttributeReference attribute, uint flag)
    {
        context.Attributes.ChangeFlags(attribute, flag, 0);
        return HasFlag(context, attribute, flag);
    }

    public static int ResetFlag(ScriptContext context, AttributeReference attribute, uint flag)
    {
        context.Attributes.ChangeFlags(attribute, 0, flag);
        return HasFlag(context, attribute, flag);
    }

    public static int HasFlag(ScriptContext context, AttributeReference attribute, uint flag) => context.Attributes.HasFlags(attribute, flag) ? 1 : -1;

    public static int SetMessageFlag(ScriptContext context, uint flag)
    {
        context.Flags |= flag;
        return 1;
    }

    public static int ResetMessageFlag(ScriptContext context, uint flag)
    {
        context.Flags &= ~flag;
        return 1;
    }

    public static int HasMessageFlag(ScriptContext context, uint flag) => (context.Flags & flag) != 0 ? 1 : -1;

    public static int ReturnCode(ScriptContext context) => context.ReturnCode;
}
