// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Redaction;

/// <summary>Which part of an option's value is the secret.</summary>
internal enum SecretPart
{
    Whole,

    /// <summary><c>user:secret</c>.</summary>
    AfterColon,

    /// <summary><c>user%secret</c>.</summary>
    AfterPercent,

    /// <summary><c>user,secret</c>.</summary>
    AfterComma,

    /// <summary><c>user/secret@where</c>.</summary>
    AfterSlash,

    /// <summary><c>pass:secret</c>, as openssl takes it; <c>env:</c>, <c>file:</c> and <c>stdin</c> name none.</summary>
    AfterPass,

    /// <summary><c>name=value</c> pairs; a value without one is the name of a file.</summary>
    Pairs,
}

/// <summary>An option of some programs that carries a secret.</summary>
/// <param name="Programs">File names without folder.</param>
/// <param name="Needs">A word that must be among the command's, such as <c>login</c>; empty for none.</param>
/// <param name="Letters">Short options, which may be bundled and may hold the value without a blank.</param>
/// <param name="Names">Long options with their dashes, and words such as <c>/p:</c> that hold the value.</param>
/// <param name="Takes">All short options of the programs that take a value: what stands behind them is no bundle. Empty where none but
/// <paramref name="Letters"/> matter.</param>
internal sealed record SecretOption(string[] Programs, string Needs, string Letters, string[] Names, SecretPart Part, string Takes = "")
{
    private const string CurlTakes = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";
    private const string LdapTakes = "bDefFhHlLoOpPsSTUwWyYz";

    /// <summary>As their manuals tell. Options whose long name says what they are (<c>--password</c>, <c>--api-key</c>) need no
    /// row.</summary>
    public static IReadOnlyList<SecretOption> All { get; } =
    [
        new(["curl"], "", "uU", ["--user", "--proxy-user", "--oauth2-bearer"], SecretPart.AfterColon, CurlTakes),
        new(["curl"], "", "E", ["--cert", "--proxy-cert"], SecretPart.AfterColon, CurlTakes),
        new(["curl"], "", "b", ["--cookie"], SecretPart.Pairs, CurlTakes),
        new(["curl"], "", "", ["--pass", "--proxy-pass", "--oauth2-bearer"], SecretPart.Whole),
        new(["http", "https", "xh", "xhs"], "", "a", ["--auth"], SecretPart.AfterColon, "abfopshv"),
        new(["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck", "mysqlbinlog", "mysqlsh", "mariadb",
            "mariadb-dump", "mariadb-admin"], "", "=p", [], SecretPart.Whole, "ueBDhPpSTwF"),
        new(["sshpass"], "", "p", [], SecretPart.Whole, "fdpP"),
        new(["redis-cli", "valkey-cli", "keydb-cli"], "", "a", ["--pass"], SecretPart.Whole, "ahpsurndxDit"),
        new(["mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport", "mongostat"], "", "p", [], SecretPart.Whole,
            "dchuponq"),
        new(["sqlcmd", "bcp", "osql", "isql"], "", "P", [], SecretPart.Whole, "USPdQqiohlmrswtCEHKMNRTVWXYa"),
        new(["sqlplus", "expdp", "impdp", "exp", "imp", "rman", "sqlldr"], "", "", [], SecretPart.AfterSlash),
        new(["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldapcompare", "ldapmodrdn", "ldapexop"], "", "w", [],
            SecretPart.Whole, LdapTakes),
        new(["ldappasswd"], "", "was", [], SecretPart.Whole, LdapTakes + "a"),
        new(["docker", "podman", "nerdctl", "buildah", "helm", "oras", "crane", "oc", "argocd", "az", "rancher", "skopeo"], "login", "p",
            [], SecretPart.Whole, "upt"),
        new(["skopeo", "podman", "buildah", "ctr"], "", "", ["--creds", "--src-creds", "--dest-creds", "--user"], SecretPart.AfterColon),
        new(["glab", "gh", "doctl", "rancher", "consul"], "", "", ["--token", "--access-token"], SecretPart.Whole),
        new(["glab", "doctl"], "auth", "t", [], SecretPart.Whole),
        new(["gh"], "secret", "b", ["--body"], SecretPart.Whole),
        new(["vercel", "now"], "", "t", [], SecretPart.Whole),
        new(["twine"], "upload", "p", [], SecretPart.Whole, "upirsc"),
        new(["dotnet", "nuget"], "push", "k", [], SecretPart.Whole, "ks"),
        new(["openssl"], "", "", ["-k", "-K"], SecretPart.Whole),
        new(["openssl"], "", "", ["-pass", "-passin", "-passout", "-password", "-srppass"], SecretPart.AfterPass),
        new(["ssh-keygen"], "", "NP", [], SecretPart.Whole, "bCfIKLmMnNOPQRrsSTtVwWYzZaDE"),
        new(["zip", "unzip", "zipcloak"], "", "P", [], SecretPart.Whole, "PnixtbUdO"),
        new(["7z", "7za", "7zz", "7zr"], "", "=p", [], SecretPart.Whole),
        new(["rar", "unrar"], "", "", ["-hp", "-p"], SecretPart.Whole),
        new(["lftp", "open"], "", "u", [], SecretPart.AfterComma, "fcepu"),
        new(["ncftpget", "ncftpput", "ncftp", "ncftpls"], "", "p", [], SecretPart.Whole, "upPj"),
        new(["smbclient", "smbget", "rpcclient", "smbtree", "smbcacls", "net", "winexe", "pth-winexe"], "", "U", ["--user"],
            SecretPart.AfterPercent, "UWnIpscdDTMLRO"),
        new(["smbmap", "crackmapexec", "cme", "nxc", "netexec", "evil-winrm", "hydra", "medusa", "ncrack", "bloodhound-python", "certipy",
            "kerbrute", "wpscan", "patator"], "", "pH", [], SecretPart.Whole, "uUpPHdslLMtx"),
        new(["xfreerdp", "xfreerdp3", "wlfreerdp", "sdl-freerdp", "cmdkey", "wmic", "mstsc", "winscp", "winscp.com"], "", "", ["/p:",
            "/pass:", "/password:", "/pth:"], SecretPart.Whole),
        new(["rdesktop", "psexec", "psexec64", "plink", "pscp", "psftp"], "", "", ["-p", "-pw"], SecretPart.Whole),
        new(["schtasks", "runas"], "", "", ["/rp", "/p"], SecretPart.Whole),
        new(["snmpwalk", "snmpget", "snmpset", "snmpbulkwalk", "snmptrap"], "", "AXc", [], SecretPart.Whole, "AaXxulvcntrE"),
        new(["mosquitto_pub", "mosquitto_sub", "mosquitto_rr"], "", "P", [], SecretPart.Whole, "AcDdfhIikLlmPpqRTtuUVWx"),
        new(["rabbitmqadmin", "influx", "beeline", "airflow", "mailx", "cqlsh", "vsql", "trino", "snowsql", "hdbsql"], "", "p", [],
            SecretPart.Whole, "upnhPdc"),
        new(["sendemail", "swaks"], "", "", ["-xp", "-ap", "--auth-password"], SecretPart.Whole),
        new(["useradd", "usermod", "newusers"], "", "p", [], SecretPart.Whole, "bcdefgGkKlLmoprsuUZ"),
        new(["ipmitool", "impitool"], "", "P", [], SecretPart.Whole, "IHUPfLACetTmo"),
        new(["cast", "forge", "geth", "solana", "brownie", "near", "hardhat", "anvil"], "", "", ["--mnemonic", "--private-key",
            "--mnemonic-passphrase"], SecretPart.Whole),
        new(["kubectl", "oc"], "create", "", ["--from-literal"], SecretPart.Pairs),
        new(["wget", "aria2c"], "", "", ["--http-passwd", "--ftp-passwd"], SecretPart.Whole),
        new(["x11vnc", "vncdo", "vncviewer"], "", "", ["-passwd", "-p"], SecretPart.Whole),
    ];
}

/// <summary>A word that is a secret by its place behind others: <c>vault login SECRET</c>.</summary>
/// <param name="Before">Program and words that come first, in order; options between are passed over.</param>
/// <param name="Place">Which of the words behind them, from 1; 0 for all, negative from the end.</param>
internal sealed record SecretPlace(string[] Before, int Place)
{
    public static IReadOnlyList<SecretPlace> All { get; } =
    [
        new(["wandb", "login"], 1), new(["vault", "login"], 1), new(["vault", "unwrap"], 1), new(["vault", "operator", "unseal"], 1),
            new(["cargo", "login"], 1), new(["snyk", "auth"], 1),
        new(["ngrok", "authtoken"], 1), new(["ngrok", "config", "add-authtoken"], 1), new(["nuget", "setapikey"], 1), new(["rclone",
            "obscure"], 1), new(["mkpasswd"], 1),
        new(["openssl", "passwd"], 1), new(["wpa_passphrase"], 2), new(["rabbitmqctl", "add_user"], 2), new(["rabbitmqctl",
            "change_password"], 2),
        new(["rabbitmqctl", "authenticate_user"], 2), new(["mc", "alias", "set"], 3), new(["mc", "alias", "set"], 4), new(["mc", "config",
            "host", "add"], 3),
        new(["mc", "config", "host", "add"], 4), new(["b2", "authorize-account"], 2), new(["b2", "account", "authorize"], 2),
            new(["htpasswd"], -1), new(["net", "user"], 2), new(["net", "use"], -1),
        new(["samba-tool", "user", "create"], 2), new(["travis", "encrypt"], 0), new(["cloudflared", "service", "install"], 1),
            new(["heroku", "auth:token"], 1), new(["redis-cli", "auth"], 1),
        new(["ansible-vault", "encrypt_string"], 1),
        new(["hf", "auth", "login"], 1),
        new(["poetry", "config", "http-basic"], 2), new(["poetry", "config", "pypi-token"], 1),
    ];
}
