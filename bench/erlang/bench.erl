%% What Erlang/OTP takes for the same work. One scenario per virtual machine; it prints one JSON object:
%%   erl -noshell -s bench main -extra SCENARIO
-module(bench).
-export([main/0]).

main() ->
    %% The mechanism, without the price of writing a report of every crash.
    logger:set_primary_config(level, none),
    [Scenario] = init:get_plain_arguments(),
    Measured = measure(Scenario),
    Members = [io_lib:format("\"~s\":~.3f", [Name, float(Value)]) || {Name, Value} <- Measured],
    io:put_chars(["{", lists:join(",", Members), "}\n"]),
    halt(0).

measure("crash") ->
    %% A restart looks through the supervisor's earlier ones: 50 supervisors keep that list at 200 at most.
    [{cpuUs, restart(50, 100, 10000, fun signal/1)}];
measure("crash-inside") ->
    [{cpuUs, restart(50, 100, 10000, fun crash_inside/1)}];
measure("crash-of-10,000") ->
    [{cpuUs, restart(5, 10000, 1000, fun signal/1)}];
measure("burst") ->
    Count = 1000,
    {ok, _} = bench_sup:start_link(self(), keys(Count)),
    Pids = started(Count),
    [{cpuUs, cpu_us(Count, fun() -> lists:foreach(fun signal/1, Pids), started(Count) end)}];
measure("ask") ->
    Count = 1000000,
    Pid = start_one(),
    asks(Pid, Count div 10),
    [{cpuUs, cpu_us(Count, fun() -> asks(Pid, Count) end)}];
measure("tell") ->
    Count = 1000000,
    Pid = start_one(),
    [{cpuUs, cpu_us(Count, fun() -> tells(Pid, Count), gen_server:call(Pid, get, infinity) end)}];
measure("spawn") ->
    Count = 10000,
    collect(),
    Before = erlang:memory(total),
    Us = cpu_us(Count, fun() -> {ok, _} = bench_sup:start_link(self(), keys(Count)), started(Count) end),
    collect(),
    [{cpuUs, Us}, {bytes, (erlang:memory(total) - Before) / Count}].

%% Crashes one child after the other, each when the one before has been started again.
restart(Supervisors, Children, Crashes, Crash) ->
    Keys = [{S, Child} || Child <- keys(Children), S <- keys(Supervisors)],
    [{ok, _} = bench_sup:start_link(self(), [Key || {S, _} = Key <- Keys, S =:= Of])
     || Of <- keys(Supervisors)],
    Count = Supervisors * Children,
    Table = ets:new(pids, [set]),
    [receive {started, Key, Pid} -> ets:insert(Table, {Key, Pid}) end || _ <- keys(Count)],
    Turns = lists:sublist(lists:append(lists:duplicate(Crashes div Count + 1, Keys)), Crashes),
    cpu_us(Crashes, fun() -> [crash_and_wait(Table, Key, Crash) || Key <- Turns] end).

crash_and_wait(Table, Key, Crash) ->
    [{_, Pid}] = ets:lookup(Table, Key),
    Crash(Pid),
    receive {started, Key, New} -> ets:insert(Table, {Key, New}) end.

signal(Pid) -> exit(Pid, crash).
crash_inside(Pid) -> gen_server:cast(Pid, crash).

asks(_Pid, 0) -> ok;
asks(Pid, Left) -> _ = gen_server:call(Pid, get, infinity), asks(Pid, Left - 1).

tells(_Pid, 0) -> ok;
tells(Pid, Left) -> gen_server:cast(Pid, inc), tells(Pid, Left - 1).

start_one() ->
    {ok, Pid} = bench_child:start_link(self(), only),
    started(1),
    Pid.

started(Count) -> [receive {started, _, Pid} -> Pid end || _ <- keys(Count)].

keys(Count) -> lists:seq(1, Count).

collect() -> [garbage_collect(Pid) || Pid <- processes()].

%% CPU time of all threads of this virtual machine. It is told in whole milliseconds.
cpu_us(Operations, Work) ->
    {Before, _} = statistics(runtime),
    Work(),
    {After, _} = statistics(runtime),
    (After - Before) * 1000 / Operations.
