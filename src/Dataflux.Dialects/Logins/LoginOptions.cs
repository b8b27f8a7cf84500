using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Logins;

/// <summary>The keys by which a password is asked for at each login.</summary>
internal static class LoginOptions
{
    internal const string PasswordFile = "passwordFile";
    internal const string PasswordCommand = "passwordCommand";
    internal const string Auth = "auth";
    internal const string Region = "region";
    internal const string RdsIam = "rds-iam";

    /// <summary>The keys, in the order they are documented.</summary>
    /// <param name="port">The port that servers of the kind have.</param>
    internal static IReadOnlyList<DialectOption> All(int port) =>
    [
        new(PasswordFile, OptionKind.Path, "A file that holds the password; read at each login, so it may be replaced during a run.")
        {
            DecidesResult = false,
            MustExist = true,
            Example = "/run/secrets/db-password",
        },
        new(
            PasswordCommand,
            OptionKind.Text,
            "A command of the shell that prints the password; run at each login, so it may give tokens that expire, such as "
                + $"aws rds generate-db-auth-token --hostname … --port {port} --username ….")
        {
            DecidesResult = false,
            Example = "pass show db/app",
        },
        new(
            Auth,
            OptionKind.Text,
            "rds-iam: instead of a password, a token of AWS IAM for RDS and Aurora is made at each login, with credentials of the "
            + "standard chain.")
        {
            Choices = [RdsIam],
            DecidesResult = false,
            Example = RdsIam,
        },
        new(Region, OptionKind.Text, "The region of the server, for auth: rds-iam. Default: as in the server's name, else AWS_REGION.")
        {
            DecidesResult = false,
            Example = "eu-central-1",
        },
    ];
}
