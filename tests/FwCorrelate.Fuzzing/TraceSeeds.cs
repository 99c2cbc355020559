// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Fuzzing;

/// <summary>A small valid transcript of each format.</summary>
internal static class TraceSeeds
{
    public const string InspectSample = """{"id":"t","epoch":1,"uuid":"s1","messages":[],"scores":{"x":NaN},"metadata":{"sandbox.id":"sb1"},"events":[{"event":"model","uuid":"m","timestamp":"2026-01-05T06:11:01-04:00","completed":"2026-01-05T06:11:02-04:00","output":{"choices":[{"message":{"tool_calls":[{"id":"c1","function":"bash","arguments":{"cmd":"x"}}]}}]}},{"event":"tool","uuid":"t1","timestamp":"2026-01-05T06:11:03-04:00","completed":"2026-01-05T06:11:09-04:00","id":"c1","function":"bash","arguments":{"cmd":"attachment://ab12"},"events":[]},{"event":"span_begin","timestamp":"2026-01-05T06:12:00-04:00","id":"sp","type":"scorer","name":"s"},{"event":"sandbox","span_id":"sp","timestamp":"2026-01-05T06:12:04-04:00","action":"exec","cmd":"ls"}],"attachments":{"ab12":"curl http://203.0.113.9/"}}""";

    public const string InspectHead = """{"version":2,"eval":{"eval_id":"e","run_id":"r","task":"t"},"plan":{}}""";

    public const string InspectLog = """{"version":2,"status":"success","eval":{"eval_id":"e","run_id":"r","task":"t"},"plan":{},"samples":[""" + InspectSample + "]}";

    public const string ClaudeCode = """
        {"type":"user","sessionId":"s-1","uuid":"u1","parentUuid":null,"timestamp":"2026-01-05T10:00:00.000Z","message":{"role":"user","content":"do it"}}
        {"type":"assistant","sessionId":"s-1","uuid":"u2","parentUuid":"u1","timestamp":"2026-01-05T10:00:05.000Z","message":{"id":"m1","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"curl x","run_in_background":true}}]}}
        {"type":"user","sessionId":"s-1","uuid":"u3","timestamp":"2026-01-05T10:00:09.000Z","message":{"content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]}}
        """;

    public const string Codex = """
        {"timestamp":"2026-01-05T10:00:00.000Z","type":"session_meta","payload":{"id":"cx-1"}}
        {"timestamp":"2026-01-05T10:00:05.000Z","type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{\"command\":[\"bash\",\"-lc\",\"ls\"]}","call_id":"call_1"}}
        {"timestamp":"2026-01-05T10:00:08.500Z","type":"response_item","payload":{"type":"function_call_output","call_id":"call_1","output":"Process running with session ID 7"}}
        """;

    public const string OpenHands = """
        {"id":"e1","timestamp":"2026-01-05T18:00:05.000001","source":"agent","kind":"ActionEvent","tool_name":"terminal","tool_call_id":"tc-1","llm_response_id":"r1","action":{"command":"ls"}}
        {"id":"e2","timestamp":"2026-01-05T18:00:07.000001","source":"environment","kind":"ObservationEvent","tool_call_id":"tc-1","observation":{"metadata":{"hostname":"pod-1"}}}
        """;

    public const string OpenHandsList = """[{"id":1,"timestamp":"2026-01-05T10:00:00.000001","source":"user","message":"go","action":"message","args":{}},{"id":2,"timestamp":"2026-01-05T10:00:05.000001","source":"agent","action":"run","args":{"command":"ls"}},[{"id":3,"timestamp":"2026-01-05T10:00:09.000001","cause":2,"observation":"run","extras":{}}]]""";

    public const string Atif = """{"schema_version":"ATIF-v1.4","session_id":"s","steps":[{"step_id":1,"timestamp":"2026-01-05T10:00:00Z","source":"user","message":"m"},{"step_id":2,"timestamp":"2026-01-05T10:00:09Z","source":"agent","message":"{\"commands\":[{\"keystrokes\":\"ls\"}]}","observation":{"results":[{"content":"x"}]}},{"step_id":3,"timestamp":"2026-01-05T10:00:19Z","source":"agent","message":"m","tool_calls":[{"tool_call_id":"c1","function_name":"bash","arguments":{"command":"ls"},"extra":{"ended_at":"2026-01-05T10:00:18Z","duration_ms":4000}}]}]}""";

    public const string NemoGym = """{"responses_create_params":{"input":[]},"response":{"id":"r1","created_at":1766541735.0,"output":[{"type":"function_call","call_id":"c1","name":"bash","arguments":"{\"command\":\"ls\"}"}]},"agent_run_time":120.5,"sandbox_handle":"sb","_ng_task_index":0}""";

    public const string Verifiers = """{"id":"ep","task":{"key":"t"},"agent":{"runtime":{"id":"sb"}},"nodes":[{"message":{"role":"user"},"sampled":false},{"message":{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"bash","arguments":"{\"command\":\"ls\"}"}}]},"sampled":true}],"calls":[{"node":1,"time":{"start":1766541735.0,"end":1766541740.5}}],"timing":{}}""";

    public const string SweAgent = """{"trajectory":[{"action":"ls\n","observation":"o"}],"history":[{"role":"assistant","agent":"main","tool_calls":[{"function":{"name":"bash","arguments":"{}"},"id":"c1"}]}],"replay_config":"{\"problem_statement\":{\"id\":\"t\"}}"}""";

    public const string Langfuse = """{"trace":{"id":"t1","sessionId":"s1"},"observations":[{"id":"o1","traceId":"t1","type":"TOOL","name":"bash","startTime":"2026-01-05T02:11:03.000Z","endTime":"2026-01-05T02:11:09.000Z","input":"{\"command\":\"ls\"}","metadata":"{\"resourceAttributes\":{\"container.id\":\"0123456789ab\"},\"attributes\":{}}"}]}""";

    public const string OpenAiAgents = """{"object":"trace.span","id":"o1","trace_id":"t1","parent_id":null,"started_at":"2026-01-05T02:11:03+00:00","ended_at":"2026-01-05T02:11:09+00:00","span_data":{"type":"function","name":"bash","input":"{\"command\":\"ls\"}"}}""";

    public const string Mlflow = """{"info":{"trace_id":"t1","tags":{"container.id":"0123456789ab"}},"data":{"spans":[{"trace_id":"t1","span_id":"o1","name":"bash","start_time_unix_nano":1767579063000000000,"end_time_unix_nano":1767579069000000000,"attributes":{"mlflow.spanType":"\"TOOL\"","mlflow.spanInputs":"{\"command\":\"ls\"}"}}]}}""";

    public const string Weave = """{"op_name":"weave:///a/b/op/bash.execute:abc","trace_id":"t1","id":"o1","started_at":"2026-01-05T02:11:03Z","ended_at":"2026-01-05T02:11:09Z","attributes":{"step":120},"inputs":{"instance_id":"sb","parameters":{"command":"ls"}}}""";
}
