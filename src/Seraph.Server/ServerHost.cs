using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing.Language;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Server;

/// <summary>One run of the server: load, start, wait for a signal, stop (spec core-subsystems.md, 1).</summary>
internal sealed class ServerHost : IServerControl, IDisposable
{
    private static readonly string[] ModuleAssemblies = ["Seraph.Modules", "Seraph.Modules.Sqlite", "Seraph.Control"];

    private const PosixSignal UserSignal1 = (PosixSignal)10;

    private readonly CommandLine _commandLine;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly SelectableLogTarget _logTarget = new();
    private readonly ServerLogging _logging;
    private readonly ILogger _logger;
    private readonly CoreOptions _options = new();
    private readonly RuntimeConfiguration _configuration;
    private readonly ManualResetEventSlim _stop = new();
    private readonly string _directory = Directory.GetCurrentDirectory();
    private ServerParts? _parts;
    private string _stopReason = "";

    public ServerHost(CommandLine commandLine, string[] arguments)
    {
        _commandLine = commandLine;
        CommandLine = ["seraph", .. arguments];
        _logging = new ServerLogging(_logTarget, _time, new LogThreshold(commandLine.Debug));
        _logger = _logging.Factory.CreateLogger("Seraph.Server");
        _configuration = new RuntimeConfiguration(_logging.Factory.CreateLogger<RuntimeConfiguration>());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> CommandLine { get; }

    /// <inheritdoc/>
    public void RequestStop() => RequestStop("asked by a management command");

    /// <summary>Loads the script and says what is wrong with it. True when the server could start with it.</summary>
    public bool Load()
    {
        var file = _commandLine.ConfigurationFile;
        if (Unreadable(file) is { } reason)
        {
            Console.Error.WriteLine($"ERROR: loading config file({file}): {reason}");
            return false;
        }

        var symbols = CoreLanguage.CreateSymbols(_options, _logging.Script, _logging.Factory, _time, _configuration, () => _parts?.Sockets);
        var loader = new ScriptLoader(ModuleAssemblies.Select(Assembly.Load), CreateServer);
        var result = loader.Load(file, symbols, _configuration.Declare);
        DiagnosticFormatter.Write(Console.Error, result.Diagnostics);
        if (result.WarningCount > 0)
            Console.Error.WriteLine($"{result.WarningCount} config warnings");
        if (result.Script is not null)
            return true;
        Console.Error.WriteLine($"ERROR: bad config file ({result.ErrorCount} errors)");
        return false;
    }

    /// <summary>Whether this process serves by itself instead of starting a daemon: <c>-D</c> once or twice, or <c>fork=no</c>.</summary>
    public bool RunsInForeground => Daemon.IsChild || _commandLine.DoNotDaemonize is 1 or 2 || (_commandLine.DoNotDaemonize == 0 && !_options.Fork);

    /// <summary>Prints the addresses that the script listens on.</summary>
    public void PrintAddresses() => _parts!.Sockets.Print(Console.Out);

    /// <summary>Starts the server, waits for the signal to stop, and stops it. The result is the exit code.</summary>
    public int Run()
    {
        if (Prepare() is { } problem)
        {
            Console.Error.WriteLine($"ERROR: {problem}");
            return 1;
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnStopSignal(signal, "SIGINT"));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnStopSignal(signal, "SIGTERM"));
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup);
        using var user = PosixSignalRegistration.Create(UserSignal1, OnUserSignal);
        AppDomain.CurrentDomain.UnhandledException += (_, failure) => ServerLog.TaskFailed(_logger, failure.ExceptionObject as Exception);

        var started = new Stack<IModuleLifecycle>();
        try
        {
            if (!TryStart(started))
                return 1;
            Console.Out.WriteLine("Seraph is ready");
            Console.Out.Flush();
            Daemon.ReportReady();
            ServerLog.Started(_logger, ServerInfo.Version);
            _stop.Wait();
            ServerLog.Stopping(_logger, _stopReason);
            var patience = _options.ExitTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(_options.ExitTimeout);
            if (!_parts!.Stop(patience))
                ServerLog.Unfinished(_logger);
        }
        finally
        {
            StopModules(started);
            PidFile.Remove(_commandLine.PidFile);
            PidFile.Remove(_commandLine.GroupPidFile);
        }

        Console.Error.WriteLine("Thank you for flying seraph");
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parts?.Dispose();
        _logging.Dispose();
        _stop.Dispose();
    }

    private (Core.SipServer Server, ServiceTable Services) CreateServer()
    {
        Override(_options);
        _parts = new ServerParts(_options, _commandLine, _logging, this, _time, _directory);
        CoreConfiguration.Add(_configuration, _options, _logging, SelectLog(), _parts.Resolver);
        _parts.Services.Add(_configuration);
        _parts.Registry.Add(new ConfigurationCommands(_configuration));
        return (_parts.Server, _parts.Services);
    }

    /// <summary>Sends the log to syslog unless standard error is wanted, as it always is while a script is checked.</summary>
    private SyslogTarget? SelectLog()
    {
        if (_commandLine.LogToStandardError || _options.LogToStandardError || _commandLine.Check)
            return null;
        var syslog = new SyslogTarget(_options.LogName ?? "seraph", _options.LogFacility, TimeZoneInfo.Local);
        _logTarget.Select(syslog);
        return syslog;
    }

    /// <summary>The command line wins over the file.</summary>
    private void Override(CoreOptions options)
    {
        options.Debug = _commandLine.Debug > 0 ? _commandLine.Debug : options.Debug;
        options.Children = _commandLine.Children ?? options.Children;
        options.TcpChildren = _commandLine.TcpChildren ?? options.TcpChildren;
        options.MaxBuffer = _commandLine.MaxBuffer ?? options.MaxBuffer;
        options.User = _commandLine.User ?? options.User;
        options.Group = _commandLine.Group ?? options.Group;
        options.Chroot = _commandLine.Chroot ?? options.Chroot;
        options.WorkingDirectory = _commandLine.WorkingDirectory ?? options.WorkingDirectory;
        options.Dns |= _commandLine.Dns;
        options.ReverseDns |= _commandLine.ReverseDns;
        options.CheckVia |= _commandLine.CheckVia;
        options.DisableTcp |= _commandLine.DisableTcp;
    }

    /// <summary>What has to be in place before the modules start: limits, log, directories, pid files. Null, or one line for the operator.</summary>
    private string? Prepare()
    {
        if (_options.OpenFilesLimit > 0 && Privileges.RaiseOpenFiles(_options.OpenFilesLimit) is { } limits)
            return limits;
        if (_options.Chroot is { } root && Privileges.ChangeRoot(root) is { } chroot)
            return chroot;
        if (_options.WorkingDirectory is { } directory)
        {
            if (!Directory.Exists(directory))
                return $"the working directory {directory} does not exist";
            Directory.SetCurrentDirectory(directory);
        }

        if (_commandLine.PidFile is { } file && PidFile.Write(file, Environment.ProcessId) is { } pid)
            return pid;
        return _commandLine.GroupPidFile is { } groupFile ? PidFile.Write(groupFile, Privileges.ProcessGroup) : null;
    }

    private bool TryStart(Stack<IModuleLifecycle> started)
    {
        try
        {
            _parts!.Open();
            if (Privileges.Drop(_options.User, _options.Group) is { } denied)
            {
                Console.Error.WriteLine($"ERROR: {denied}");
                return false;
            }

            foreach (var module in _parts.Server.Program.Modules)
            {
                _parts.Registry.Add(module);
                if (module is not IModuleLifecycle lifecycle)
                    continue;
                lifecycle.Start();
                started.Push(lifecycle);
            }

            PrintAddresses();
            _parts.Start();
            return true;
        }
        catch (Exception exception) when (exception is ModuleException or ListenException or Core.Database.DatabaseException)
        {
            Console.Error.WriteLine($"ERROR: {exception.Message}");
            return false;
        }
    }

    private void StopModules(Stack<IModuleLifecycle> started)
    {
        foreach (var module in started)
        {
            try
            {
                module.Stop();
            }
#pragma warning disable CA1031 // The other modules have state to write out, too.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                ServerLog.ModuleStopFailed(_logger, module.GetType().Name, exception);
            }
        }
    }

    private static string? Unreadable(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "No such file or directory";
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.Exists(file) ? "Is a directory" : "Permission denied";
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private void OnStopSignal(PosixSignalContext signal, string name)
    {
        signal.Cancel = true; // we end in order instead of at once
        RequestStop(name);
    }

    private void OnHangup(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ServerLog.HangupIgnored(_logger);
    }

    private void OnUserSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        foreach (var statistic in _parts!.Statistics.Read())
            ServerLog.Statistic(_logger, statistic.Group, statistic.Name, statistic.Value);
    }

    private void RequestStop(string reason)
    {
        _stopReason = reason;
        _stop.Set();
    }
}
