// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using DuckDB.NET.Data;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>
/// The job as the fastest query known for DuckDB: calls are filed in every minute in which an overlapping flow could start, and the log
/// is scanned twice instead of being loaded.
/// </summary>
internal static class DuckDbJob
{
    /// <summary>Longest flow of the data in milliseconds; the query may know it.</summary>
    private const int LongestFlow = 60_000;

    private const string Rules = """
        CREATE OR REPLACE MACRO isprivate(ip) AS starts_with(ip,'10.') OR starts_with(ip,'192.168.')
          OR (starts_with(ip,'172.') AND CAST(split_part(ip,'.',2) AS INTEGER) BETWEEN 16 AND 31);
        CREATE OR REPLACE MACRO rulemask(src,dst,sport,dport,proto,packets,bytes,act) AS
            (CASE WHEN dport IN (3333,4444,14444) AND NOT isprivate(dst) THEN 1 ELSE 0 END)
          + (CASE WHEN dport = 22 AND isprivate(src) AND NOT isprivate(dst) THEN 2 ELSE 0 END)
          + (CASE WHEN act = 'REJECT' AND isprivate(src) AND isprivate(dst) THEN 4 ELSE 0 END)
          + (CASE WHEN bytes > 50000000 AND NOT isprivate(dst) THEN 8 ELSE 0 END)
          + (CASE WHEN packets > 20000 AND bytes < packets * 80 THEN 16 ELSE 0 END)
          + (CASE WHEN dport IN (23,445,3389,5900,2375,6443) AND isprivate(src) AND act = 'ACCEPT' THEN 32 ELSE 0 END)
          + (CASE WHEN proto = 1 AND bytes > 10000 THEN 64 ELSE 0 END)
          + (CASE WHEN proto = 17 AND dport = 53 AND NOT isprivate(dst) THEN 128 ELSE 0 END)
          + (CASE WHEN dst = '169.254.169.254' AND dport = 80 THEN 256 ELSE 0 END)
          + (CASE WHEN proto = 6 AND act = 'ACCEPT' AND sport > 1024 AND dport > 1024
                    AND dport NOT IN (3333,4444,14444,8080,8443,5432,6379,9092)
                    AND isprivate(src) AND NOT isprivate(dst) THEN 512 ELSE 0 END);
        """;

    public static string Run(string flows, string calls, string output, int threads)
    {
        Directory.CreateDirectory(output);
        using var connection = new DuckDBConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source=:memory:;threads={threads}"));
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var sql in Steps(flows, calls, output))
        {
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        command.CommandText = "SELECT (SELECT count(*) FROM p)::VARCHAR || ' overlaps=' || (SELECT sum(n) FROM n)::VARCHAR";
        return $"pairs={command.ExecuteScalar()}";
    }

    /// <summary>How DuckDB reads the log; also the reader's contender.</summary>
    public static string ReadCsv(string flows) => $$"""
        read_csv('{{flows}}', delim=' ', header=true, auto_detect=false, nullstr='-', quote='', escape='', new_line='\n', columns={
          'version':'UTINYINT','account_id':'VARCHAR','interface_id':'VARCHAR','srcaddr':'VARCHAR','dstaddr':'VARCHAR','srcport':'INTEGER','dstport':'INTEGER',
          'protocol':'UTINYINT','packets':'BIGINT','bytes':'BIGINT','start':'BIGINT','end':'BIGINT','action':'VARCHAR','log_status':'VARCHAR'})
        """;

    private static IEnumerable<string> Steps(string flows, string calls, string output)
    {
        const string Host = "CASE WHEN starts_with(srcaddr,'10.20.') THEN srcaddr ELSE dstaddr END";
        var csv = ReadCsv(flows);
        yield return "SET preserve_insertion_order=false";
        yield return Rules;
        yield return $$"""
            CREATE TEMP TABLE c0 AS SELECT * FROM read_csv('{{calls}}', delim=',', header=true, auto_detect=false, columns={
              'run_id':'VARCHAR','episode':'VARCHAR','call_id':'VARCHAR','tool':'VARCHAR','host':'VARCHAR','sandbox':'VARCHAR','start_ms':'BIGINT','end_ms':'BIGINT'});
            CREATE TEMP TABLE h AS SELECT host, (row_number() OVER ())::INTEGER hid FROM (SELECT DISTINCT host FROM c0);
            CREATE TEMP TABLE c AS SELECT call_id, substr(call_id,6)::INTEGER seq, hid, start_ms-2000 cs, end_ms+30000 ce FROM c0 JOIN h USING (host);
            CREATE TEMP TABLE cb AS SELECT host, cs, ce, seq, call_id, unnest(range((cs-{{LongestFlow}})//60000, ce//60000+1)) b FROM c JOIN h USING (hid)
            """;
        yield return $"""
            CREATE TEMP TABLE n AS SELECT seq, count(*) n FROM
              (SELECT {Host} host, start*1000 fs, "end"*1000 fe, start//60 b FROM {csv} WHERE srcaddr IS NOT NULL) f
              JOIN cb USING (host,b) WHERE cs<=fe AND ce>=fs GROUP BY seq
            """;
        yield return $$"""
            CREATE TEMP TABLE p AS SELECT m, fs, fe, w, call_id, seq FROM
              (SELECT rulemask(srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,action) m, start*1000 fs, "end"*1000 fe, start//60 b, {{Host}} host,
                 {'src':srcaddr,'dst':dstaddr,'sport':srcport,'dport':dstport,'proto':protocol,'bytes':bytes,'action':action} w
               FROM {{csv}} WHERE srcaddr IS NOT NULL AND m>0) f JOIN cb USING (host,b) WHERE cs<=fe AND ce>=fs
            """;
        yield return $"""
            COPY (SELECT m, fs//1000 AS start, fe//1000 AS "end", w.src, w.dst, w.sport, w.dport, w.proto, w.bytes, w.action, call_id FROM p)
              TO '{Path.Combine(output, "pairs.csv")}' (HEADER);
            COPY (SELECT call_id, n FROM n JOIN c USING (seq) WHERE n>0) TO '{Path.Combine(output, "counts.csv")}' (HEADER)
            """;
    }
}
