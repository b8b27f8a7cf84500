using System.ComponentModel;
using System.Diagnostics;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using static Dataflux.Dialects.Logins.LoginOptions;

namespace Dataflux.Dialects.Logins;

/// <summary>
/// A password that is asked for at each login: a token that is dead after minutes, or one that is changed while a run is under way, is
/// then a fresh one at every reconnect.
/// </summary>
internal sealed class LoginPassword
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string? _file;
    private readonly string? _command;
    private readonly RdsLogin? _rds;
    private readonly Action<string> _learned;

    private LoginPassword(string? file, string? command, RdsLogin? rds, Action<string> learned) =>
        (_file, _command, _rds, _learned) = (file, command, rds, learned);

    /// <summary>Reads the settings; <see langword="null"/>: the password, if any, is a plain one.</summary>
    /// <param name="settings">The settings of the target.</param>
    /// <param name="place">What the login is for.</param>
    /// <param name="findings">Takes what is wrong with them.</param>
    internal static LoginPassword? From(DialectSettings settings, LoginPlace place, List<string> findings)
    {
        var (file, command) = (Given(PasswordFile), Given(PasswordCommand));
        var rds = Given(Auth) is null ? null : RdsLogin.From(place, Given(Region), findings);
        if (file is null && command is null && rds is null)
            return null;
        if ((string.IsNullOrEmpty(place.Password) ? 0 : 1) + (file is null ? 0 : 1) + (command is null ? 0 : 1)
            + (rds is null ? 0 : 1) > 1)
        {
            findings.Add($"target.{PasswordFile}, target.{PasswordCommand}, target.{Auth} and a password in target.password or "
                + "target.connection are ways to give the same thing: keep one of them.");
        }

        return new LoginPassword(file, command, rds, settings.Learned);

        string? Given(string name) => settings.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    /// <summary>The password of this moment, where nobody can wait for it otherwise.</summary>
    /// <exception cref="TargetException">The file cannot be read, or the command gives none.</exception>
    internal string Ask() => AskAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>The password of this moment.</summary>
    /// <exception cref="TargetException">The file cannot be read, or the command gives none.</exception>
    internal async ValueTask<string> AskAsync(CancellationToken cancellation)
    {
        if (_rds is not null)
        {
            var token = await _rds.TokenAsync();
            _learned(token);
            return token;
        }

        var password = (_file is null ? await RunAsync(cancellation) : await ReadAsync(_file, cancellation)).TrimEnd('\r', '\n');
        if (password.Length == 0)
        {
            throw new TargetException(
                _file is null ? $"target.{PasswordCommand} printed nothing." : $"target.{PasswordFile}: the file '{_file}' is empty.");
        }

        _learned(password);
        return password;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"target.{PasswordFile} cannot be read: {e.Message}", e);
        }
    }

    private async Task<string> RunAsync(CancellationToken cancellation)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", _command!])
            : new ProcessStartInfo("/bin/sh", ["-c", _command!]);
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) =
            (false, true, true, true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            var (printed, said) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await printed
                : throw new TargetException($"target.{PasswordCommand} ended with exit code {process.ExitCode}: {(await said).Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new TargetException($"target.{PasswordCommand} cannot be run: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TargetException(
                $"target.{PasswordCommand} did not end within {Limit.TotalSeconds:0} seconds; it must not ask anybody.");
        }
        finally
        {
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);
            process?.Dispose();
        }
    }
}
