using Microsoft.Extensions.Logging;
using Seraph.Control.Lines;

namespace Seraph.Control.Ctl;

/// <summary>
/// Reads requests from a named pipe. The answer goes to another pipe, whose name below /tmp is in the request. Names that could lead elsewhere
/// are refused, and the file must be a pipe with one name that is not reached through a link, checked before and after it is opened.
/// </summary>
internal sealed class PipeListener : IDisposable
{
    private const string ReplyDirectory = "/tmp/";
    private const int OpenTries = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(80);

    private readonly ControlAddress _address;
    private readonly LineProtocol _protocol;
    private readonly ILogger _logger;
    private readonly ControlClient _client;
    private readonly FileStream _pipe;

    public PipeListener(ControlAddress address, LineProtocol protocol, CtlServer server, UnixFileRights rights, ILogger logger)
    {
        if (!OperatingSystem.IsLinux())
            throw new IOException($"cannot listen on {address}: named pipes need Linux");
        if (File.Exists(address.Name) && NamedPipe.Identify(address.Name) is null)
            throw new IOException($"cannot listen on {address}: there is a file of that name that is no pipe");

        File.Delete(address.Name);
        NamedPipe.Create(address.Name);
        rights.Apply(address.Name);
        _address = address;
        _protocol = protocol;
        _logger = logger;
        _client = new ControlClient(server, protocol, address, "", "");

        // Opened for writing too, the pipe never ends when the last client closes it.
        _pipe = new FileStream(address.Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Serves until the server stops.</summary>
    public void Run(CancellationToken stop)
    {
        using var wake = stop.Register(() => _pipe.WriteByte((byte)'\n')); // ends the read; as a request it is nothing
        var buffer = new byte[CtlServer.MaxRequest];
        var length = 0;
        while (!stop.IsCancellationRequested)
        {
            length += _pipe.Read(buffer, length, buffer.Length - length);
            var start = 0;
            while (start < length && !stop.IsCancellationRequested
                && _protocol.Serve(buffer.AsSpan(start, length - start), isWhole: false, _client, out var consumed, out var answer) != ControlStep.NeedMore)
            {
                Reply(answer, stop);
                answer.Call?.ReplySent();
                start += consumed;
            }

            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length = length - start == buffer.Length ? 0 : length - start; // a request beyond every limit is dropped
        }
    }

    /// <summary>Closes the pipe.</summary>
    public void Dispose() => _pipe.Dispose();

    private void Reply(ControlAnswer answer, CancellationToken stop)
    {
        var name = answer.ReplyName;
        if (name.Length == 0)
            return;

        var problem = name.AsSpan().ContainsAny("./\\") ? "the name has a '.', '/' or '\\'" : NamedPipe.Identify(ReplyDirectory + name) is null ? "no pipe, or one with several names" : null;
        for (var attempt = 0; problem is null && attempt < OpenTries; attempt++)
        {
            using var reply = NamedPipe.TryOpenForWriting(ReplyDirectory + name);
            if (reply is null)
            {
                stop.WaitHandle.WaitOne(BetweenTries); // nobody reads yet
                continue;
            }

            if (!NamedPipe.TryWrite(reply, answer.Bytes.Span, stop))
                problem = "nobody took the answer in time";
            if (problem is null)
                return;
        }

        CtlLog.NoReplyPipe(_logger, _address, name, problem ?? "nobody reads from it");
    }
}
