using Microsoft.Extensions.Logging;
using Seraph.Core.Management;
using Seraph.Core.Modularity;

namespace Seraph.Control.Ctl;

/// <summary>Serves management commands by binrpc and by lines, on Unix sockets, TCP, UDP and named pipes.</summary>
[Module("ctl")]
internal sealed partial class CtlModule(CtlOptions options, RpcRegistry registry, ServerTasks tasks, TimeProvider time, ILogger<CtlModule> logger) : IModuleLifecycle, IDisposable
{
    private CtlServer? _server;
    private IDisposable? _task;

    /// <inheritdoc/>
    public void Start()
    {
        if (!UnixFileRights.TryCreate(options.Mode, options.User, options.Group, out var rights, out var error))
            throw new ModuleException($"ctl: {error}");

        _server = new CtlServer(registry, options, rights, time, logger);
        try
        {
            var binrpc = options.Binrpc.Count + options.Fifo.Count == 0 ? [ControlAddress.Default] : options.Binrpc;
            foreach (var text in binrpc)
                Listen(_server, "binrpc", text, ControlTransport.Udp);
            foreach (var text in options.Fifo)
                Listen(_server, "fifo", text, ControlTransport.Fifo);
        }
        catch
        {
            Stop();
            throw;
        }

        _task = tasks.Add("ctl handler");
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _task?.Dispose();
        _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _server = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private static void Listen(CtlServer server, string parameter, string text, ControlTransport guess)
    {
        if (!ControlAddress.TryParse(text, guess, out var address, out var error))
            throw new ModuleException($"ctl: {parameter} \"{text}\": {error}");
        try
        {
            server.Listen(address, binrpc: parameter == "binrpc");
        }
        catch (IOException failure)
        {
            throw new ModuleException($"ctl: {failure.Message}", failure);
        }
    }
}
