namespace Seraph.Modules.Registrar;

/// <summary>What became of a REGISTER.</summary>
internal enum RegistrarError
{
    None,
    OutOfOrder,
    DeleteFailed,
    InsertFailed,
    UpdateFailed,
    InvalidCSeq,
    NoUsername,
    AorTooLong,
    AorParse,
    InvalidQ,
    MessageParse,
    NoTo,
    NoCallId,
    NoCSeq,
    ContactParse,
    StarExpires,
    StarContacts,
    Unescape,
    TooMany,
    ContactTooLong,
    PathParse,
    PathNotSupported,
    Extension,
}

/// <summary>The answer to each.</summary>
internal static class RegistrarErrors
{
    private static readonly byte[] Ok = "OK"u8.ToArray();
    private static readonly byte[] BadExtension = "Bad Extension"u8.ToArray();
    private static readonly byte[] InternalError = "Server Internal Error"u8.ToArray();
    private static readonly byte[] Unavailable = "Service Unavailable"u8.ToArray();
    private static readonly byte[] BadRequest = "Bad Request"u8.ToArray();

    /// <summary>The status code.</summary>
    public static int Code(this RegistrarError error) => error switch
    {
        RegistrarError.None => 200,
        RegistrarError.DeleteFailed or RegistrarError.InsertFailed or RegistrarError.UpdateFailed or RegistrarError.AorTooLong => 500,
        RegistrarError.TooMany => 503,
        RegistrarError.PathNotSupported or RegistrarError.Extension => 420,
        _ => 400,
    };

    /// <summary>The reason phrase.</summary>
    public static ReadOnlyMemory<byte> Reason(this RegistrarError error) => error.Code() switch
    {
        200 => Ok,
        420 => BadExtension,
        500 => InternalError,
        503 => Unavailable,
        _ => BadRequest,
    };

    /// <summary>What <c>P-Registrar-Error</c> says.</summary>
    public static ReadOnlySpan<byte> Text(this RegistrarError error) => error switch
    {
        RegistrarError.None => "No problem"u8,
        RegistrarError.OutOfOrder => "Out of order request"u8,
        RegistrarError.DeleteFailed => "usrloc_contact_delete failed"u8,
        RegistrarError.InsertFailed => "usrloc_contact_insert failed"u8,
        RegistrarError.UpdateFailed => "usrloc_contact_update failed"u8,
        RegistrarError.InvalidCSeq => "Invalid CSeq number"u8,
        RegistrarError.NoUsername => "No username in To URI"u8,
        RegistrarError.AorTooLong => "Address Of Record too long"u8,
        RegistrarError.AorParse => "Error while parsing AOR"u8,
        RegistrarError.InvalidQ => "Invalid q param in contact"u8,
        RegistrarError.MessageParse => "Message parse error"u8,
        RegistrarError.NoTo => "To header not found"u8,
        RegistrarError.NoCallId => "Call-ID header not found"u8,
        RegistrarError.NoCSeq => "CSeq header not found"u8,
        RegistrarError.ContactParse => "Contact parse error"u8,
        RegistrarError.StarExpires => "* used in contact and expires is not zero"u8,
        RegistrarError.StarContacts => "* used in contact and more than 1 contact"u8,
        RegistrarError.Unescape => "Error while unescaping username"u8,
        RegistrarError.TooMany => "Too many registered contacts"u8,
        RegistrarError.ContactTooLong => "Contact/received too long"u8,
        RegistrarError.PathParse => "Path parse error"u8,
        RegistrarError.PathNotSupported => "No support for found Path indicated"u8,
        RegistrarError.Extension => "Extension not supported"u8,
        _ => [],
    };
}
