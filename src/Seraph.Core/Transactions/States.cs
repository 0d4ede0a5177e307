namespace Seraph.Core.Transactions;

/// <summary>Where the server side of a transaction is (RFC 3261, 17.2, with RFC 6026).</summary>
public enum ServerState : byte
{
    /// <summary>Not an INVITE, and nothing was answered yet.</summary>
    Trying,

    /// <summary>No final reply was sent yet.</summary>
    Proceeding,

    /// <summary>A final reply was sent, of an INVITE 300 to 699: that waits for its ACK.</summary>
    Completed,

    /// <summary>The ACK to a negative reply has come, or is no longer waited for.</summary>
    Confirmed,

    /// <summary>An INVITE was answered with 2xx: its retransmissions are absorbed, further 2xx are passed on (RFC 6026).</summary>
    Accepted,

    /// <summary>Over: no longer in the table.</summary>
    Terminated,
}

/// <summary>Where a branch is: a client transaction (RFC 3261, 17.1, with RFC 6026).</summary>
public enum ClientState : byte
{
    /// <summary>The request is out (Calling of an INVITE, Trying of others); nothing has come back.</summary>
    Calling,

    /// <summary>A provisional reply has come.</summary>
    Proceeding,

    /// <summary>A final reply has come, of an INVITE 300 to 699, or was made up in its place: what comes now is absorbed.</summary>
    Completed,

    /// <summary>An INVITE was answered with 2xx: further ones are passed on (RFC 6026).</summary>
    Accepted,
}
